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
from kedang.access.ruled import Ruled
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.core.prepared import Prepared
from kedang.customers.columns import add_own, own_fields
from kedang.customers.completeness import Completeness, completeness_of_many
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer, CustomerTag, Tag
from kedang.customers.sorting import Order, page_of, read_order
from kedang.people.models import Department, Person

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

# How many there are is told as far as COUNTED, which is further than a page reaches.
_NEWEST = Ruled(
    Customer, "view", lambda rows: rows.in_use().order_by("-pk").values_list("pk", flat=True)[: COUNTED + 1]
)
_BELOW = Ruled(
    Customer,
    "view",
    lambda rows, below: (
        rows.in_use().filter(pk__lt=below).order_by("-pk").values_list("pk", flat=True)[: ROWS + 1]
    ),
)
_BY_ID = Prepared(lambda *ids: Customer.objects.unsealed().filter(pk__in=ids).order_by("-pk"))
_TAGGED = Prepared(
    lambda *customers: CustomerTag.objects.filter(customer__pk__in=customers).values_list(
        "customer_id", "tag_id"
    )
)
_TAGS = Prepared(lambda *ids: Tag.objects.filter(pk__in=ids))
_POINTS = Prepared(
    lambda mobile, email, *customers: (
        ContactPoint.objects.in_use()
        .filter(customer__pk__in=customers, kind__in=(mobile, email), is_absent=False)
        .only("customer_id", "kind", "value")
        .order_by("-pk")
    )
)
_PEOPLE = Prepared(lambda *ids: Person.objects.filter(pk__in=ids).values_list("pk", "name"))
_DEPARTMENTS = Prepared(lambda *ids: Department.objects.filter(pk__in=ids).values_list("pk", "name"))


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
    return {
        name: path for one in _more if rights.has(one.resource, "view") for name, path in one.sorts.items()
    }


def add_columns(rows: Sequence[Row], columns: Iterable[str], actor: Actor) -> None:
    """What the organisation's own columns among `columns` show, with one query."""
    add_own(rows, own_fields(columns).values(), actor)


@dataclass
class Row:
    """A customer as the list shows it; contact values are masked."""

    customer: Customer
    owner: str = ""
    department: str = ""
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
    add_columns(listing.rows, columns, actor)
    return listing


def selected(actor: Actor, query: str) -> QuerySet[Customer]:
    """All that a query asks for: what a bulk action on "all N results" works on."""
    return search.select(Customer.objects.all(), query, actor, budget=search_without_limit())[0]


def search_without_limit() -> Any:
    from kedang.search.finding import UNCAPPED

    return UNCAPPED


def _newest(actor: Actor, query: str, cursor: str, columns: Sequence[str]) -> Listing:
    below = number_of(cursor)
    if not query.strip():
        return _everybody(actor, below, columns)
    page = search.find(Customer.objects.unsealed(), query, actor, limit=ROWS, cursor=below)
    rows = rows_of(page.items, columns, actor)
    for row in rows:
        row.snippets = page.snippets.get(row.customer.pk, ())
    return Listing(query, "-id", rows, str(page.cursor or ""), page.count, page.is_exact)


def _everybody(actor: Actor, below: int | None, columns: Sequence[str]) -> Listing:
    """The list as it is opened most: nothing asked for, so one statement tells who comes first and how many there are."""
    ids = _NEWEST(actor) if below is None else _BELOW(actor, below)
    shown = ids[:ROWS]
    cursor = str(shown[-1]) if len(ids) > ROWS else ""
    rows = rows_of(known_to_be_seen(shown), columns, actor)
    return Listing("", "-id", rows, cursor, min(len(ids), COUNTED), len(ids) <= COUNTED)


def known_to_be_seen(ids: Sequence[int]) -> list[Customer]:
    """Rows whose ids were found under the rule; to ask it again would cost as much as finding them."""
    return _BY_ID(*ids)


def _sorted(actor: Actor, query: str, order: Order, cursor: str, columns: Sequence[str]) -> Listing:
    found, stopped = search.select(Customer.objects.unsealed(), query, actor)
    count = found.order_by().values("pk")[: COUNTED + 1].count()
    few = rights_of(actor).reaches_few("customer", "view")
    items, following = page_of(found, order, cursor, ROWS, few=few)
    is_exact = count <= COUNTED and not stopped
    return Listing(
        query, order.text, rows_of(items, columns, actor), following, min(count, COUNTED), is_exact
    )


def rows_of(
    customers: Sequence[Customer], columns: Sequence[str] = SHOWN, actor: Actor | None = None
) -> list[Row]:
    """What the rows show, with one query per kind of thing."""
    owners = dict(_PEOPLE(*_distinct(one.owner_id for one in customers))) if "owner" in columns else {}
    departments = (
        dict(_DEPARTMENTS(*_distinct(one.department_id for one in customers)))
        if "department" in columns
        else {}
    )
    rows = {
        one.pk: Row(one, owners.get(one.owner_id or 0, ""), departments.get(one.department_id or 0, ""))
        for one in customers
    }
    if "tags" in columns:
        _add_tags(rows)
    if kinds := [kind for kind in (ContactKind.MOBILE, ContactKind.EMAIL) if kind in columns]:
        for opened in open_points(_POINTS(kinds[0], kinds[-1], *rows)):
            rows[opened.point.customer_id].contacts[opened.point.kind] = opened.masked
    if "gaps" in columns:
        for pk, measured in completeness_of_many(customers).items():
            rows[pk].completeness = measured
    for more in _more:
        if actor is None:
            break
        if names := [name for name in columns if name in more.labels]:
            for pk, known in more.read(actor, rows).items():
                rows[pk].more |= dict.fromkeys(names, known)
    return list(rows.values())


def _add_tags(rows: dict[int, Row]) -> None:
    uses = _TAGGED(*rows)
    tags = {tag.pk: tag for tag in _TAGS(*_distinct(tag for _customer, tag in uses))}
    for customer, tag in uses:
        rows[customer].tags.append(tags[tag])


def _distinct(ids: Iterable[int | None]) -> list[int]:
    return sorted({pk for pk in ids if pk is not None})
