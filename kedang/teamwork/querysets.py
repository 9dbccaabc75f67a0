"""Every read of teamwork has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.teamwork.models import Comment, Follow  # noqa: F401  # type arguments


class CommentQuerySet(GuardedQuerySet["Comment"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """By the customer's rule; what is said of a document is for those who may see the document."""
        from kedang.documents.models import Document

        seen = Document.objects.visible_to(actor).values("pk")
        by_rule = super().permitted(actor, verb, resource=resource)
        return by_rule.filter(Q(document=None) | Q(document__in=seen))

    def standing(self) -> Self:
        """Not withdrawn, and of a customer in use."""
        return self.filter(withdrawn_at=None, customer__trashed_at=None)


class FollowQuerySet(GuardedQuerySet["Follow"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """One's own, as long as one may see the customer."""
        own = super().permitted(actor, "view", resource=resource)
        return own.filter(person_id=actor.id, customer__trashed_at=None)

    def listening(self) -> Self:
        return self.filter(is_muted=False, person__is_active=True, person__suspended_at=None)
