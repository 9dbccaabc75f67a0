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
from kedang.customers.listing import COUNTED, Row, add_columns, known_to_be_seen, rows_of
from kedang.customers.models import Customer
from kedang.customers.models.customer import Grade, Stage
from kedang.people.models import Person
from kedang.search.language import Condition, show

CARDS = 30
ROWS = 10
GROUPS = 20
# Which values there are is looked up among the newest of the results; the stages are known.
LOOKED_AT = 2_000
LOOKED_AT_FOR_STAGES = 800
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
    """By stage, every stage."""
    try:
        found, _stopped = search.select(Customer.objects.all(), query, actor)
    except Invalid as error:
        return Groups(error=error)
    values = [(str(value), str(label)) for value, label in Stage.choices]
    members = _Members(found, "stage", LOOKED_AT_FOR_STAGES)
    return Groups(_filled(actor, query, values, members, CARDS, CARD_COLUMNS))


def groups_of(actor: Actor, query: str, name: str, columns: Sequence[str]) -> Groups:
    try:
        found, _stopped = search.select(Customer.objects.all(), query, actor)
        members = _Members(found, name)
        values = members.values()
    except Invalid as error:
        return Groups(error=error)
    groups = _filled(actor, query, values[:GROUPS], members, ROWS, columns)
    return Groups(groups, more=len(values) > GROUPS)


class _Members:
    """Which customers have which value, newest first, as far as two hundred are counted.

    One statement reads the values of the newest. Only a value with few among them is asked for on its own, and only
    when there are more than these.
    """

    def __init__(self, found: QuerySet[Customer], name: str, looked_at: int = LOOKED_AT) -> None:
        self.found, self.name = found, name
        self.newest: dict[str, list[int]] = {}
        self.is_all = False
        if not is_own(name):
            column = "owner_id" if name == "owner" else name
            rows = list(found.order_by("-pk").values_list("pk", column)[:looked_at])
            self.is_all = len(rows) < looked_at
            key = _KEY[name]
            for pk, value in rows:
                self.newest.setdefault(key(value), []).append(pk)

    def values(self) -> list[tuple[str, str]]:
        """Those that occur, the choices in their own order, the others by how often."""
        if is_own(self.name):
            return own_groups.values(self.found.order_by("-pk")[:LOOKED_AT], self.name)
        ordered = sorted(self.newest, key=lambda key: (not key, -len(self.newest[key]), key))
        if self.name in _CHOICES:
            choices = [*_CHOICES[self.name].choices, ("", "")]
            return [(key, str(label)) for key, label in choices if key in self.newest]
        names = (
            _owners(ordered)
            if self.name == "owner"
            else {key: _LABEL[self.name](key) for key in ordered if key}
        )
        return [(key, names.get(key, "")) for key in ordered]

    def of(self, value: str) -> list[int]:
        known = self.newest.get(value, [])
        if self.is_all or len(known) > COUNTED:
            return known[: COUNTED + 1]
        if is_own(self.name):
            rows = self.found.filter(own_groups.holding(self.name, value))
        elif value:
            rows = self.found.filter(**{_COLUMN[self.name]: value})
        else:
            rows = self.found.filter(**{_EMPTY[self.name]: _NOTHING[self.name]})
        return list(rows.order_by("-pk").values_list("pk", flat=True)[: COUNTED + 1])


def _filled(
    actor: Actor,
    query: str,
    values: Sequence[tuple[str, str]],
    members: _Members,
    limit: int,
    columns: Sequence[str],
) -> list[Group]:
    """What all cards show is read at once."""
    ids = {value: members.of(value) for value, _label in values}
    newest = known_to_be_seen([pk for of_value in ids.values() for pk in of_value[:limit]])
    rows = {row.customer.pk: row for row in rows_of(newest, columns, actor)}
    add_columns(list(rows.values()), columns, actor)
    return [
        Group(
            value,
            label or str(_("未填写")),
            _query(query, members.name, value, label),
            [rows[pk] for pk in ids[value][:limit] if pk in rows],
            len(ids[value]),
        )
        for value, label in values
    ]


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
