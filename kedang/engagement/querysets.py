"""Every read of what customers tell us has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now

if TYPE_CHECKING:
    from kedang.engagement.models import (  # noqa: F401  # type arguments
        Campaign,
        Complaint,
        Invitation,
        Permission,
        Recipient,
        Survey,
    )


class SurveyQuerySet(GuardedQuerySet["Survey"]):
    def listed(self) -> Self:
        return self.filter(retired_at=None)

    def open(self) -> Self:
        return self.filter(state="open")


class InvitationQuerySet(GuardedQuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Not answered, not withdrawn, not expired."""
        return self.filter(answered_at=None, withdrawn_at=None, expires_at__gt=now())

    def to_remind(self) -> Self:
        return self.waiting().filter(
            remind_at__lte=now(), reminded_at=None, customer__trashed_at=None, survey__state="open"
        )


class ComplaintQuerySet(GuardedQuerySet["Complaint"]):
    def open(self) -> Self:
        return self.filter(closed_at=None, customer__trashed_at=None)

    def late(self) -> Self:
        return self.open().filter(due_at__lte=now())

    def standing(self) -> Self:
        return self.filter(customer__trashed_at=None)


class PermissionQuerySet(GuardedQuerySet["Permission"]):
    pass


class CampaignQuerySet(GuardedQuerySet["Campaign"]):
    pass


class RecipientQuerySet(GuardedQuerySet["Recipient"]):
    def told(self) -> Self:
        """Those to whom something was sent, or tried to."""
        return self.exclude(Q(state="skipped"))
