from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.search.models import SavedView  # noqa: F401  # type argument


class SavedViewQuerySet(GuardedQuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those shared with one's department or with all."""
        shared = Q(shared_with="all")
        if actor.person.department_id:
            shared |= Q(shared_with="department", department_id=actor.person.department_id)
        return self.permitted(actor, "view").filter(Q(owner_id=actor.id) | shared)

    def owned_by(self, actor: Actor) -> Self:
        return self.filter(owner_id=actor.id)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("name", "pk")
