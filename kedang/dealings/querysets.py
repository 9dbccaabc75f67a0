"""Every read of dealings has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kedang.access.querysets import GuardedQuerySet, M

if TYPE_CHECKING:
    from kedang.dealings.models import Interaction, Need, Purchase  # noqa: F401  # type arguments


class DealingQuerySet(GuardedQuerySet[M]):
    def standing(self) -> Self:
        """Not withdrawn, and of a customer in use."""
        return self.filter(withdrawn_at=None, customer__trashed_at=None)

    def of_run(self, run_id: int) -> Self:
        return self.filter(run_id=run_id)


class PurchaseQuerySet(DealingQuerySet["Purchase"]):
    pass


class InteractionQuerySet(DealingQuerySet["Interaction"]):
    def for_timeline(self) -> Self:
        return self.select_related("author", "recorded_by", "project")


class NeedQuerySet(DealingQuerySet["Need"]):
    pass
