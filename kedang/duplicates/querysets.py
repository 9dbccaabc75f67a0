"""Every read of pairs and merges has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kedang.access.querysets import GuardedQuerySet

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.duplicates.models import DuplicatePair, Merge  # noqa: F401  # type arguments


class PairQuerySet(GuardedQuerySet["DuplicatePair"]):
    """A pair is seen by who sees both."""

    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        from kedang.customers.models import Customer

        ends = Customer.objects.in_use().permitted(actor, verb).values("pk")
        return self.filter(low__in=ends, high__in=ends)

    def open(self) -> Self:
        return self.filter(state="open")

    def of(self, customer_id: int) -> Self:
        from django.db.models import Q

        return self.filter(Q(low=customer_id) | Q(high=customer_id))

    def after(self, pair: DuplicatePair) -> Self:
        """The next page: less sure than `pair`."""
        from django.db.models import Q

        return self.filter(Q(score__lt=pair.score) | Q(score=pair.score, pk__lt=pair.pk))

    def with_both(self) -> Self:
        both = ("low", "high", "low__owner", "high__owner", "low__department", "high__department")
        return self.select_related(*both).order_by("-score", "-id")


class MergeQuerySet(GuardedQuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def listed(self) -> Self:
        """Standing ones, and those whose documents are still on their way back."""
        from django.db.models import Q

        return self.filter(Q(undone_at=None) | ~Q(moving=""))
