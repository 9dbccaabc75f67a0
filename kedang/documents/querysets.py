from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.documents.models import Document, Permit, Version  # noqa: F401  # type arguments


class DocumentQuerySet(GuardedQuerySet["Document"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those in the trash too, but none of a customer that lies there."""
        return self.filter(customer__trashed_at=None).permitted(actor, "view")

    def available(self) -> Self:
        """Not in the trash, nor of a customer in the trash."""
        return self.filter(trashed_at=None, customer__trashed_at=None)

    def trashed(self) -> Self:
        return self.exclude(trashed_at=None)

    def waiting_to_be_read(self) -> Self:
        return self.filter(read_state="waiting")

    def being_recognised(self) -> Self:
        """Some of their pages are pictures whose text is being recognised."""
        return self.filter(read_state="recognising")

    def badly_read(self) -> Self:
        """Kept and marked: the file could not be read as it should."""
        return self.filter(read_state__in=("unreadable", "protected", "too_big", "timeout", "failed"))

    def free_for(self, person_id: int) -> Self:
        """Not checked out by somebody else (a check-out that ran out holds nobody off)."""
        mine = Q(checked_out_by=None) | Q(checked_out_by=person_id) | Q(checked_out_until__lt=now())
        return self.filter(mine)

    def with_places(self) -> Self:
        """What a list or page shows of a document's surroundings, in one query."""
        return self.select_related("customer", "folder", "type", "project", "created_by", "checked_out_by")


class VersionQuerySet(GuardedQuerySet["Version"]):
    """Under the reading rule of its document."""


class PermitQuerySet(GuardedQuerySet["Permit"]):
    """Under the reading rule of its document."""

    def waiting(self) -> Self:
        return self.filter(state="waiting", document__trashed_at=None, document__customer__trashed_at=None)

    def of(self, person_id: int) -> Self:
        return self.filter(person_id=person_id)

    def standing(self) -> Self:
        """Approved, not run out, not used up."""
        return self.filter(state="approved", expires_at__gt=now(), used__lt=F("uses"))

    def with_places(self) -> Self:
        return self.select_related("document__customer", "document__folder", "person", "decided_by")
