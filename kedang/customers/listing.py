"""The list of customers: query, order, columns, a page of rows by keyset, and what each row shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang import search
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.columns import add_own, own_fields
from kedang.customers.completeness import Completeness, completeness_of_many
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer, CustomerTag, Tag
from kedang.customers.sorting import Order, page_of, read_order

ROWS = 50
COUNTED = 200

COLUMNS: dict[str, str | Promise] = {
    "number": _("编号"),
    "stage": _("阶段"),
    "grade": _("等级"),
    "tags": _("标签"),
    "industry": _("行业"),
    "region": _("地区"),
    "mobile": _("手机"),
    "email": _("邮箱"),
    "owner": _("负责人"),
    "department": _("部门"),
    "source": _("来源"),
    "gaps": _("缺项"),
    "updated": _("更新"),
    "created": _("创建"),
}
SHOWN = ("number", "stage", "tags", "industry", "mobile", "owner", "gaps", "updated")


@dataclass(frozen=True)
class MoreColumns:
    """Columns from a room above. `read(actor, ids)` gives what the rows show, one query for all of them; `write` a cell.

    `sorts`: name → indexed path from the customer, for those who may view `resource`.
    """

    labels: Mapping[str, str | Promise]
    read: Callable[[Actor, Collection[int]], Mapping[int, Any]]
    write: Callable[[str, Any], tuple[str, str]]
    sorts: Mapping[str, str] = field(default_factory=dict)
    resource: str = "customer"


_more: list[MoreColumns] = []


def register_columns(more: MoreColumns) -> None:
    """They can be chosen like the others; none is shown unless chosen."""
    if more not in _more:
        _more.append(more)
        COLUMNS.update(more.labels)


def more_writer(name: str) -> Callable[[Row], tuple[str, str]]:
    """Of a column that was registered."""
    more = next(one for one in _more if name in one.labels)
    return lambda row: more.write(name, row.more.get(name))


def more_sorts(actor: Actor) -> dict[str, str]:
    """Paths of registered columns `actor` may sort by."""
    rights = rights_of(actor)
    return {name: path for one in _more if rights.has(one.resource, "view") for name, path in one.sorts.items()}


def add_columns(rows: Sequence[Row], columns: Iterable[str]) -> None:
    """What the organisation's own columns among `columns` show, with one query."""
    add_own(rows, own_fields(columns).values())


@dataclass
class Row:
    """A customer as the list shows it; contact values are masked."""

    customer: Customer
    tags: list[Tag] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)
    completeness: Completeness | None = None
    snippets: Sequence[Any] = ()
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def mobile(self) -> str:
        return self.contacts.get(ContactKind.MOBILE, "")

    @property
    def email(self) -> str:
        return self.contacts.get(ContactKind.EMAIL, "")


@dataclass
class Listing:
    """A page of the list. `error` is what is wrong with the query; then there are no rows."""

    query: str
    order: str
    rows: list[Row] = field(default_factory=list)
    cursor: str = ""
    count: int = 0
    is_exact: bool = True
    error: Invalid | None = None

    @property
    def count_label(self) -> str:
        return str(self.count) if self.is_exact else f"{self.count}+"


def list_customers(
    actor: Actor, *, query: str = "", order: str = "-id", cursor: str = "", columns: Sequence[str] = SHOWN
) -> Listing:
    wanted = read_order(order, more_sorts(actor), own_fields([order.removeprefix("-")]))
    try:
        if wanted is None:
            listing = _newest(actor, query, cursor, columns)
        else:
            listing = _sorted(actor, query, wanted, cursor, columns)
    except Invalid as error:
        return Listing(query, wanted.text if wanted else "-id", error=error)
    add_columns(listing.rows, columns)
    return listing


def selected(actor: Actor, query: str) -> QuerySet[Customer]:
    """All that a query asks for: what a bulk action on "all N results" works on."""
    return search.select(Customer.objects.all(), query, actor, budget=search_without_limit())[0]


def search_without_limit() -> Any:
    from kedang.search.finding import UNCAPPED

    return UNCAPPED


def _newest(actor: Actor, query: str, cursor: str, columns: Sequence[str]) -> Listing:
    below = number_of(cursor)
    page = search.find(Customer.objects.for_lists(), query, actor, limit=ROWS, cursor=below)
    rows = rows_of(page.items, columns, actor)
    for row in rows:
        row.snippets = page.snippets.get(row.customer.pk, ())
    return Listing(query, "-id", rows, str(page.cursor or ""), page.count, page.is_exact)


def _sorted(actor: Actor, query: str, order: Order, cursor: str, columns: Sequence[str]) -> Listing:
    found, stopped = search.select(Customer.objects.for_lists(), query, actor)
    count = found.order_by().values("pk")[: COUNTED + 1].count()
    items, following = page_of(found, order, cursor, ROWS)
    is_exact = count <= COUNTED and not stopped
    return Listing(
        query, order.text, rows_of(items, columns, actor), following, min(count, COUNTED), is_exact
    )


def rows_of(
    customers: Sequence[Customer], columns: Sequence[str] = SHOWN, actor: Actor | None = None
) -> list[Row]:
    """What the rows show, with one query per kind of thing."""
    rows = {customer.pk: Row(customer) for customer in customers}
    if "tags" in columns:
        for use in CustomerTag.objects.filter(customer_id__in=rows).select_related("tag"):
            rows[use.customer_id].tags.append(use.tag)
    kinds = [kind for kind in (ContactKind.MOBILE, ContactKind.EMAIL) if kind in columns]
    if kinds:
        points = ContactPoint.objects.in_use().filter(customer_id__in=rows, kind__in=kinds, is_absent=False)
        for opened in open_points(points.order_by("-pk")):
            rows[opened.point.customer_id].contacts[opened.point.kind] = opened.masked
    if "gaps" in columns:
        for pk, measured in completeness_of_many(customers).items():
            rows[pk].completeness = measured
    for more in _more:
        names = [name for name in columns if name in more.labels]
        if names and actor is not None:
            for pk, known in more.read(actor, rows).items():
                rows[pk].more |= dict.fromkeys(names, known)
    return list(rows.values())
