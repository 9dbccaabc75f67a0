"""Every read of scores and proposals has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kedang.access.querysets import GuardedQuerySet

if TYPE_CHECKING:
    from kedang.grading.models import Proposal, Score  # noqa: F401  # type arguments


class ScoreQuerySet(GuardedQuerySet["Score"]):
    def of(self, customer_id: int) -> Self:
        return self.filter(customer_id=customer_id)


class ProposalQuerySet(GuardedQuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(state="open", customer__trashed_at=None)

    def with_customer(self) -> Self:
        """Newest first."""
        return self.select_related("customer", "customer__owner", "customer__department").order_by("-id")
