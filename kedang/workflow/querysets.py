from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.workflow.models import Task  # noqa: F401  # type argument


class TaskQuerySet(GuardedQuerySet["Task"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """By the customer's rule; one's own tasks, given or taken, are one's own to see and to finish."""
        by_rule = super().permitted(actor, verb, resource=resource)
        if verb not in {"view", "edit"}:
            return by_rule
        own = Q(assignee_id=actor.id) | Q(created_by_id=actor.id)
        reached = self.model._base_manager.filter(own).values("pk")
        return self.filter(Q(pk__in=by_rule.values("pk")) | Q(pk__in=reached))

    def open(self) -> Self:
        return self.filter(done_at=None, dropped_at=None)

    def standing(self) -> Self:
        """Not of a customer in the trash."""
        return self.filter(Q(customer=None) | Q(customer__trashed_at=None))

    def of(self, actor: Actor) -> Self:
        return self.filter(assignee_id=actor.id)
