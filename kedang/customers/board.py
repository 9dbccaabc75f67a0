"""The list as a board by stage, and as groups: a page costs the same however many customers there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang import search
from kedang.core import regions
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers import own_groups
from kedang.customers.cells import industry_name
from kedang.customers.columns import is_own
from kedang.customers.listing import COUNTED, Row, add_columns, rows_of
from kedang.customers.models import Customer
from kedang.customers.models.customer import Grade, Stage
from kedang.people.models import Person
from kedang.search.language import Condition, show

CARDS = 30
ROWS = 10
GROUPS = 20
# Which values there are is looked up among the newest of the results.
LOOKED_AT = 2_000
CARD_COLUMNS = ("tags", "owner")

GROUPINGS: dict[str, str | Promise] = {
    "stage": gettext_lazy("阶段"),
    "grade": gettext_lazy("等级"),
    "owner": gettext_lazy("负责人"),
    "region": gettext_lazy("地区"),
    "industry": gettext_lazy("行业"),
}


@dataclass
class Group:
    """One value: its newest rows, how many there are (to two hundred), and the query of all of them."""

    value: str
    label: str
    query: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass
class Groups:
    """`more`: there are values that are not shown. `error` is what is wrong with the query."""

    groups: list[Group] = field(default_factory=list)
    more: bool = False
    error: Invalid | None = None

    @property
    def is_bare(self) -> bool:
        return not any(group.rows for group in self.groups)


def board_of(actor: Actor, query: str) -> Groups:
    """By stage, every stage; two statements a column, and what all cards show at once."""
    values = [(str(value), str(label)) for value, label in Stage.choices]
    return _filled(actor, query, "stage", values, CARDS, CARD_COLUMNS)


def groups_of(actor: Actor, query: str, name: str, columns: Sequence[str]) -> Groups:
    try:
        found, _stopped = search.select(Customer.objects.for_lists(), query, actor)
        values = _values(found, name)
    except Invalid as error:
        return Groups(error=error)
    made = _filled(actor, query, name, values[:GROUPS], ROWS, columns)
    made.more = len(values) > GROUPS
    return made


def _filled(
    actor: Actor, query: str, name: str, values: Sequence[tuple[str, str]], limit: int, columns: Sequence[str]
) -> Groups:
    try:
        found, _stopped = search.select(Customer.objects.for_lists(), query, actor)
    except Invalid as error:
        return Groups(error=error)
    groups = [_group(found, query, name, value, label) for value, label in values]
    newest = [pk for group, ids in groups for pk in ids[:limit]]
    known = {one.pk: one for one in Customer.objects.for_lists().filter(pk__in=newest).visible_to(actor)}
    rows = {row.customer.pk: row for row in rows_of(list(known.values()), columns, actor)}
    add_columns(list(rows.values()), columns, actor)
    for group, ids in groups:
        group.rows = [rows[pk] for pk in ids[:limit] if pk in rows]
    return Groups([group for group, _ids in groups])


def _group(
    found: QuerySet[Customer], query: str, name: str, value: str, label: str
) -> tuple[Group, list[int]]:
    """One statement: the ids tell how many and which are the newest."""
    if is_own(name):
        rows = found.filter(own_groups.holding(name, value))
    elif value:
        rows = found.filter(**{_COLUMN[name]: value})
    else:
        rows = found.filter(**{_EMPTY[name]: _NOTHING[name]})
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[: COUNTED + 1])
    return Group(value, label or str(_("未填写")), _query(query, name, value, label), count=len(ids)), ids


_COLUMN = {
    "stage": "stage", "grade": "grade", "owner": "owner_id", "region": "region__startswith",
    "industry": "industry__startswith",
}  # fmt: skip
_EMPTY = {"stage": "stage", "grade": "grade", "owner": "owner_id", "region": "region", "industry": "industry"}
_NOTHING = {"stage": "", "grade": "", "owner": None, "region": "", "industry": ""}
_FIELDS = {
    "stage": "阶段", "grade": "等级", "owner": "负责人", "region": "地区", "industry": "行业",
}  # fmt: skip  # i18n: the query language


def _query(query: str, name: str, value: str, label: str) -> str:
    asked = own_groups.name_of(name) if is_own(name) else _FIELDS[name]
    if not value:
        return f"{query} {asked}:空".strip()  # i18n: the query language
    condition = show(Condition(asked, "=" if is_own(name) else ":", label, quoted=not label.isalnum()))
    return f"({query}) {condition}" if query else condition


def _values(found: QuerySet[Customer], name: str) -> list[tuple[str, str]]:
    """Those that occur, the choices in their own order, the others by how often."""
    if is_own(name):
        return own_groups.values(found.order_by("-pk")[:LOOKED_AT], name)
    column = "owner_id" if name == "owner" else name
    counts: dict[str, int] = {}
    for value in found.order_by("-pk").values_list(column, flat=True)[:LOOKED_AT]:
        key = _KEY[name](value)
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts, key=lambda key: (not key, -counts[key], key))
    if name in _CHOICES:
        return [(key, str(label)) for key, label in [*_CHOICES[name].choices, ("", "")] if key in counts]
    names = _owners(ordered) if name == "owner" else {key: _LABEL[name](key) for key in ordered if key}
    return [(key, names.get(key, "")) for key in ordered]


def _owners(keys: Sequence[str]) -> dict[str, str]:
    people = Person.objects.filter(pk__in=[int(key) for key in keys if key]).values_list("pk", "name")
    return {str(pk): name for pk, name in people}


def _own(value: object) -> str:
    return "" if value is None else str(value)


_KEY: dict[str, Callable[[object], str]] = {
    "stage": _own, "grade": _own, "owner": _own,
    "region": lambda code: _own(code)[:2], "industry": lambda code: _own(code)[:1],
}  # fmt: skip
_CHOICES = {"stage": Stage, "grade": Grade}
_LABEL: dict[str, Callable[[str], str]] = {
    "region": lambda key: regions.shown(f"{key}0000"),
    "industry": industry_name,
}
