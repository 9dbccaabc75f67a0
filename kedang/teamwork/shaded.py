"""A customer of the pool as those see it who may claim it: enough to choose by, not enough to go round the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kedang.core import industries, regions
from kedang.core.masking import mask_name
from kedang.customers.contacts import Opened, open_points
from kedang.customers.models import ContactPoint, Kind
from kedang.dealings.models import CustomerFigures
from kedang.teamwork.models import PoolEntry
from kedang.teamwork.querysets import PoolEntryQuerySet

_KEPT = 2  # characters of a company's name that are shown at either end


@dataclass(frozen=True)
class Shaded:
    """One row of the pool. `figures` is None when nothing was ever bought or said."""

    entry: PoolEntry
    name: str
    kind: str
    industry: str
    region: str
    figures: CustomerFigures | None

    @property
    def last_contact(self) -> datetime | None:
        return self.figures.last_contact_at if self.figures else None


def shaded(entries: Sequence[PoolEntry]) -> list[Shaded]:
    figures = CustomerFigures.objects.in_bulk([one.customer_id for one in entries])
    return [_row(one, figures.get(one.customer_id)) for one in entries]


def rows_of(entries: PoolEntryQuerySet, *, after: int | None, limit: int) -> list[Shaded]:
    """Newest first; one more than a page shows."""
    rows = entries.open().select_related("customer", "pool")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return shaded(list(rows.order_by("-pk")[: limit + 1]))


def masked_points(entry: PoolEntry) -> list[Opened]:
    """Contact points of the card: their kinds, and their values masked."""
    points = ContactPoint.objects.in_use().filter(customer=entry.customer_id).order_by("pk")
    return list(open_points(points[:8]))


def shade(name: str, kind: str) -> str:
    """远景信息技术有限公司 → 远景****公司, 张小三 → 张*三."""
    if kind == Kind.PERSON or len(name) <= 2 * _KEPT:
        return mask_name(name)
    return f"{name[:_KEPT]}****{name[-_KEPT:]}"


def _row(entry: PoolEntry, figures: CustomerFigures | None) -> Shaded:
    customer = entry.customer
    region = regions.by_code(customer.region) if customer.region else None
    return Shaded(
        entry=entry,
        name=shade(customer.name, customer.kind),
        kind=str(customer.get_kind_display()),
        industry=industries.shown(customer.industry) if customer.industry else "",
        region=region.title if region else "",
        figures=figures,
    )
