"""Every read of teamwork has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.access.words import Scope
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.teamwork.models import Comment, Follow, HandOver, HandOverItem, Pool, PoolEntry  # noqa: F401  # type arguments


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

        if assigns_all(actor):
            return self.all()
        inherited = HandOverItem.objects.filter(heir_id=actor.id).values("hand_over")
        return self.filter(Q(created_by_id=actor.id) | Q(pk__in=inherited))


class HandOverItemQuerySet(GuardedQuerySet["HandOverItem"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """An heir sees what they inherit, no more."""
        if assigns_all(actor):
            return self.all()
        return self.filter(Q(hand_over__created_by_id=actor.id) | Q(heir_id=actor.id))


class PoolQuerySet(GuardedQuerySet["Pool"]):
    def open(self) -> Self:
        return self.filter(retired_at=None)

    def claimable_by(self, actor: Actor) -> Self:
        """Of the organisation, or of a department one belongs to or is below of; whoever assigns all sees all."""
        rights = rights_of(actor)
        if assigns_all(actor):
            return self.open()
        if not (rights.has("customer", "claim") or rights.has("customer", "assign")):
            return self.none()
        above = [-pk for pk in rights.near if pk < 0]
        below = {pk for line in rights.on("customer", "assign") for pk in line.departments}
        return self.open().filter(Q(department=None) | Q(department__in=[*above, *below]))


class PoolEntryQuerySet(GuardedQuerySet["PoolEntry"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """Those in a pool one may claim from, up to one's clearance; what is shown of them is masked by the page."""
        from kedang.teamwork.models import Pool

        rights = rights_of(actor)
        lines = [*rights.on("customer", "claim"), *rights.on("customer", "assign")]
        level = max((line.clearance for line in lines), default=0)
        rows = self.filter(pool__in=Pool.objects.claimable_by(actor))
        if rights.is_everything:
            return rows
        return rows.filter(customer__classification__lte=level)

    def open(self) -> Self:
        """Still there: nobody claimed it, nobody was given it by other means."""
        return self.filter(left_at=None, customer__owner=None, customer__trashed_at=None)


def assigns_all(actor: Actor) -> bool:
    rights = rights_of(actor)
    return rights.is_everything or any(line.scope == Scope.ALL for line in rights.on("customer", "assign"))
