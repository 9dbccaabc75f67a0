"""Every read of segments has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.segments.models import (  # noqa: F401  # type arguments
        CallEntry,
        CallList,
        Membership,
        Segment,
        Tally,
    )


class SegmentQuerySet(GuardedQuerySet["Segment"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those shared with all, one's department or one above it."""
        from kedang.segments.models import Segment

        above = [-one for one in rights_of(actor).near if one < 0]
        shared = Segment.departments.through._default_manager.filter(department_id__in=above)
        with_us = Q(shared_with="department", pk__in=shared.values("segment_id"))
        mine = Q(owner_id=actor.id) | Q(shared_with="all") | with_us
        return self.in_use().permitted(actor, "view").filter(mine)

    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def owned_by(self, actor: Actor) -> Self:
        return self.in_use().filter(owner_id=actor.id)


class MembershipQuerySet(GuardedQuerySet["Membership"]):
    def standing(self) -> Self:
        return self.filter(until=None)

    def joined(self) -> Self:
        """Newest first; without those who were in from the beginning."""
        return self.filter(is_first=False).order_by("-since", "-pk")

    def left(self) -> Self:
        return self.filter(until__isnull=False).order_by("-until", "-pk")


class TallyQuerySet(GuardedQuerySet["Tally"]):
    def owned_by(self, actor: Actor) -> Self:
        """Counted within one's own rights: nobody else's means anything to them."""
        return self.filter(person_id=actor.id)


class CallListQuerySet(GuardedQuerySet["CallList"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.permitted(actor, "view").filter(person_id=actor.id)


class CallEntryQuerySet(GuardedQuerySet["CallEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """On one's own lists, of customers one may still see."""
        seen = self.permitted(actor, "view").filter(customer__trashed_at=None)
        return seen.filter(call_list__person_id=actor.id)

    def waiting(self) -> Self:
        return self.filter(outcome="").order_by("position")
