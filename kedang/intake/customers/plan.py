"""How one list is read: its columns, what to do with malformed values, and the names it mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kedang.core.text import match_key
from kedang.customers.models import CustomField, FieldType, Tag
from kedang.intake.models import CustomerImport
from kedang.people.models import Department, Person

Row = list[str]


@dataclass(frozen=True)
class Plan:
    """`columns`: target → the columns that fill it, in order. `people`, `departments`, `tags`: name → id."""

    columns: Mapping[str, list[int]]
    keeps_malformed: bool
    owner_id: int | None = None
    department_id: int | None = None
    people: Mapping[str, int] = field(default_factory=dict)
    departments: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    custom: Mapping[int, CustomField] = field(default_factory=dict)

    def cells(self, row: Row, target: str) -> list[tuple[int, str]]:
        """The filled cells of `target` with their columns."""
        return [(at, row[at]) for at in self.columns.get(target, ()) if at < len(row) and row[at]]

    def cell(self, row: Row, target: str) -> str:
        return next((row[at] for at in self.columns.get(target, ()) if at < len(row) and row[at]), "")

    def own(self, row: Row) -> dict[int, str | int]:
        """The organisation's own fields; a person by their id, where the name is one of ours."""
        typed = {pk: self.cell(row, f"custom:{pk}") for pk in self.custom}
        return {
            pk: self.people.get(text, text) if self.custom[pk].type == FieldType.PERSON else text
            for pk, text in typed.items()
        }


def plan_of(customer_import: CustomerImport, rows: Iterable[Row]) -> Plan:
    """The plan with the ids of the people, departments and tags that `rows` mention."""
    columns: defaultdict[str, list[int]] = defaultdict(list)
    for at, target in enumerate(customer_import.mapping):
        if target:
            columns[target].append(at)
    plan = Plan(columns, customer_import.lenience == CustomerImport.Lenience.KEEP)
    rows, custom = list(rows), _custom(columns)
    named = ["owner", *(own.key for own in custom.values() if own.type == FieldType.PERSON)]
    return Plan(
        columns,
        plan.keeps_malformed,
        customer_import.default_owner_id,
        customer_import.default_department_id,
        _people({plan.cell(row, target) for row in rows for target in named}),
        _departments({plan.cell(row, "department") for row in rows}),
        _tags({name for row in rows for name in tag_names(plan.cell(row, "tags"))}),
        custom,
    )


def tag_names(cell: str) -> list[str]:
    for sign in "；,，、|\n":
        cell = cell.replace(sign, ";")
    return [name for part in cell.split(";") if (name := part.strip())]


def _people(names: set[str]) -> dict[str, int]:
    """By e-mail or by name; a name two people share is not used, so that nothing lands with the wrong one."""
    names.discard("")
    if not names:
        return {}
    active = Person.objects.filter(is_active=True)
    found: dict[str, int] = {}
    shared: set[str] = set()
    for pk, name in active.filter(name__in=names).values_list("pk", "name"):
        shared |= {name} if name in found else set()
        found[name] = pk
    by_mail = active.filter(email__in={name.lower() for name in names if "@" in name}).values_list(
        "email", "pk"
    )
    return {name: pk for name, pk in found.items() if name not in shared} | dict(by_mail)


def _departments(names: set[str]) -> dict[str, int]:
    names.discard("")
    return (
        dict(Department.objects.filter(name__in=names, closed_at=None).values_list("name", "pk"))
        if names
        else {}
    )


def _tags(names: set[str]) -> dict[str, int]:
    """By the name's match key: `vip客户` is VIP客户."""
    if not names:
        return {}
    wanted = {match_key(name) for name in names}
    return {
        key: pk for pk, name in Tag.objects.values_list("pk", "name") if (key := match_key(name)) in wanted
    }


def _custom(columns: Mapping[str, list[int]]) -> dict[int, CustomField]:
    ids = [int(target.removeprefix("custom:")) for target in columns if target.startswith("custom:")]
    return CustomField.objects.in_bulk(ids) if ids else {}
