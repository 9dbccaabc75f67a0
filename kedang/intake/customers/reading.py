"""One row of a list, read: a customer ready to be written, and what is wrong with which cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import DomainError, Invalid
from kedang.core.formats import parse_phone
from kedang.core.text import match_key
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import ContactKind
from kedang.customers.registration import CustomerInput, NewCustomer, read_customer
from kedang.intake.countries import region_of
from kedang.intake.customers.plan import Plan, Row, tag_names

FACTS = (
    "name", "short_name", "external_id", "kind", "uscc", "id_number", "stage", "grade", "industry", "region",
    "source", "cooperation_start", "note", "gender", "birth_date",
)  # fmt: skip
CONTACTS = ("mobile", "landline", "email", "wechat", "qq", "fax", "website")
_PHONES = ("mobile", "landline", "fax")
_SEVERAL = re.compile(r"[;；、\n|]+|[,，/](?=\s*[+(0-9（]{1,2}[0-9 \-]{5})")

_BETWEEN = frozenset(";；、\n|,，/")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell. `column` -1: with the row as a whole."""

    column: int
    value: str
    message: str
    remedy: str = ""


@dataclass
class ReadRow:
    """A row with its number as the spreadsheet counts. `new` is None when it was rejected."""

    number: int
    cells: Row
    new: NewCustomer | None = None
    problems: list[Problem] = field(default_factory=list)
    is_refused: bool = False

    def reject(self, message: str, *, column: int = -1, value: str = "", remedy: str = "") -> None:
        self.new = None
        self.problems.append(Problem(column, value, message, remedy))


def read_row(plan: Plan, number: int, cells: Row) -> ReadRow:
    """Everything wrong with the row is told at once; in lenient plans what is malformed is kept, marked."""
    row = ReadRow(number, cells)
    given = _given(plan, row)
    try:
        row.new = read_customer(given, plan.custom)
    except Invalid:
        _look_closely(plan, row, given)
    if row.is_refused:
        row.new = None
    return row


def _given(plan: Plan, row: ReadRow) -> CustomerInput:
    cells = row.cells
    facts: dict[str, Any] = {name: plan.cell(cells, name) if name in plan.columns else "" for name in FACTS}
    facts["address"] = _address(plan, cells)
    person = plan.cell(cells, "contact_name")
    return CustomerInput(
        facts=facts,
        contacts=_contacts(plan, cells, person),
        people=[(person[:80], plan.cell(cells, "contact_title")[:80])] if person else [],
        custom=plan.own(cells),
        number=plan.cell(cells, "number"),
        owner_id=_named(plan, row, "owner", plan.people, plan.owner_id),
        department_id=_named(plan, row, "department", plan.departments, plan.department_id),
        tag_ids=_tag_ids(plan, row),
    )


def _address(plan: Plan, cells: Row) -> str:
    """Country, city, street and postcode of lists that keep them apart, as one text."""
    parts = [plan.cell(cells, name) for name in ("country", "city", "address", "postal_code")]
    return " ".join(part for part in parts if part)


def _contacts(plan: Plan, cells: Row, person: str) -> list[ContactInput]:
    region = region_of(plan.cell(cells, "country")) if "country" in plan.columns else "CN"
    return [
        ContactInput(_kind(target, part, region), part, person=person[:80], region=region)
        for target in CONTACTS
        if target in plan.columns
        for _at, text in plan.cells(cells, target)
        for part in _parts(text)
    ]


def _parts(text: str) -> list[str]:
    """Several numbers in one cell."""
    if _BETWEEN.isdisjoint(text):
        return [part] if (part := text.strip()) else []
    return list(dict.fromkeys(part for one in _SEVERAL.split(text) if (part := one.strip())))


def _kind(target: str, text: str, region: str) -> str:
    """A mobile in the 电话 column is a mobile, a switchboard in the 手机 column is none."""
    if target not in ("mobile", "landline"):
        return target
    try:
        kind = parse_phone(text, region).kind
    except Invalid:
        return target
    return {"mobile": "mobile", "landline": "landline", "service": "landline"}.get(kind, target)


def _named(plan: Plan, row: ReadRow, target: str, known: Any, default: int | None) -> int | None:
    found = plan.cells(row.cells, target)
    if not found:
        return default
    column, name = found[0]
    pk = known.get(name) or known.get(name.lower())
    if pk is None:
        message = _("没有找到“%(name)s”") % {"name": name}
        row.problems.append(Problem(column, name, message, _("请写姓名或邮箱；重名时写邮箱。")))
        row.is_refused |= not plan.keeps_malformed
        return default
    return int(pk)


def _tag_ids(plan: Plan, row: ReadRow) -> list[int]:
    found = plan.cells(row.cells, "tags")
    ids = []
    for column, text in found:
        for name in tag_names(text):
            if pk := plan.tags.get(match_key(name)):
                ids.append(pk)
            else:
                row.problems.append(Problem(column, name, _("没有标签“%(name)s”，未打上") % {"name": name}))
    return ids


def _look_closely(plan: Plan, row: ReadRow, given: CustomerInput) -> None:
    """The slow road: every cell on its own, so that all that is wrong is named."""
    fatal = _check_facts(plan, row, given) | _check_contacts(plan, row, given)
    if fatal:
        return
    try:
        row.new = read_customer(given, plan.custom)
    except DomainError as error:
        column = plan.columns.get(error.field or "", [-1])[0]
        row.reject(str(error.message), column=column, value=error.value or "", remedy=str(error.remedy))


def _check_facts(plan: Plan, row: ReadRow, given: CustomerInput) -> bool:
    fatal = not given.facts["name"]
    if fatal:
        column = plan.columns.get("name", [-1])[0]
        row.problems.append(Problem(column, "", _("客户名称为空"), _("请填写全称。")))
    for name, text in list(given.facts.items()):
        try:
            ATTRIBUTES[name].read(text)
        except Invalid as error:
            column = plan.columns.get(name, [-1])[0]
            row.problems.append(Problem(column, text, str(error.message), str(error.remedy)))
            if plan.keeps_malformed and name != "name":
                _keep_in_note(given, str(ATTRIBUTES[name].label), text)
                given.facts[name] = ""
            else:
                fatal = True
    return fatal


def _keep_in_note(given: CustomerInput, label: str, text: str) -> None:
    given.facts["note"] = "\n".join(part for part in (given.facts["note"], f"{label}：{text}") if part)


def _check_contacts(plan: Plan, row: ReadRow, given: CustomerInput) -> bool:
    fatal = False
    for place, contact in enumerate(given.contacts):
        try:
            read_contact(contact)
        except Invalid as error:
            column = _column_of(plan, row.cells, contact)
            row.problems.append(Problem(column, contact.value, str(error.message), str(error.remedy)))
            if plan.keeps_malformed:
                given.contacts[place] = _as_written(contact)
            else:
                fatal = True
    return fatal


def _as_written(contact: ContactInput) -> ContactInput:
    label = _("%(kind)s（待核实）") % {"kind": ContactKind(contact.kind).label}
    return ContactInput(ContactKind.OTHER, contact.value[:300], label=label, person=contact.person)


def _column_of(plan: Plan, cells: Row, contact: ContactInput) -> int:
    targets = ("mobile", "landline") if contact.kind in ("mobile", "landline") else (contact.kind,)
    for target in targets:
        for column, text in plan.cells(cells, target):
            if contact.value in text:
                return column
    return -1
