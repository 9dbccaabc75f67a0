"""Every read of teamwork has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.access.words import Scope
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.teamwork.models import Comment, Follow, HandOver, HandOverItem  # noqa: F401  # type arguments


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


class HandOverQuerySet(GuardedQuerySet["HandOver"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """Who made it, who inherits, and who may assign every customer there is."""
        from kedang.teamwork.models import HandOverItem

        if sees_all_hand_overs(actor):
            return self.all()
        inherited = HandOverItem.objects.filter(heir_id=actor.id).values("hand_over")
        return self.filter(Q(created_by_id=actor.id) | Q(pk__in=inherited))


class HandOverItemQuerySet(GuardedQuerySet["HandOverItem"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """An heir sees what they inherit, no more."""
        if sees_all_hand_overs(actor):
            return self.all()
        return self.filter(Q(hand_over__created_by_id=actor.id) | Q(heir_id=actor.id))


def sees_all_hand_overs(actor: Actor) -> bool:
    rights = rights_of(actor)
    return rights.is_everything or any(line.scope == Scope.ALL for line in rights.on("customer", "assign"))
