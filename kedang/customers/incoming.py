"""A customer as somebody gave it, and as it was read: checked and in normal form, without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.words import Clearance
from kedang.core.errors import Invalid
from kedang.core.text import match_key
from kedang.customers import custom
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.contacts import Contact, ContactInput, read_contact
from kedang.customers.custom import CustomRow
from kedang.customers.indexing import Part, Texts, parts_of_new, point_texts
from kedang.customers.models import CustomField, Kind


@dataclass(slots=True)
class CustomerInput:
    """What somebody typed or a row held. `facts`: standard field → raw text; `custom`: custom field id → raw."""

    facts: dict[str, Any]
    contacts: list[ContactInput] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)  # contact persons: name, title
    custom: dict[int, Any] = field(default_factory=dict)
    number: str = ""  # brought along; empty: by the numbering rule
    owner_id: int | None = None
    department_id: int | None = None
    helper_ids: list[int] = field(default_factory=list)
    helper_roles: dict[int, str] = field(default_factory=dict)  # of some of them
    classification: int = Clearance.INTERNAL
    tag_ids: list[int] = field(default_factory=list)
    class_ids: list[int] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    template_id: int | None = None
    coming: frozenset[str] = frozenset()  # own fields whose file is filed as soon as the customer is there


@dataclass(slots=True)
class NewCustomer:
    """Checked and in normal form, ready to be written."""

    given: CustomerInput
    values: dict[str, Any]  # every attribute
    match_key: str
    contacts: list[Contact]
    custom: list[CustomRow]
    parts: list[Part] | None = None  # what search will know, once it was made ready

    def make_ready(self) -> list[Part]:
        """Half of the work of writing. Who writes many does it before the transaction, or elsewhere."""
        if self.parts is None:
            self.parts = parts_of_new(self.values, _texts(self))
        return self.parts

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def tokens(self) -> list[bytes]:
        return [one.token for one in self.contacts if not one.is_absent]


def read_customer(
    given: CustomerInput, custom_fields: Mapping[int, CustomField] | None = None
) -> NewCustomer:
    """Raises Invalid, naming the field, for the first value that cannot be taken."""
    values = dict(_EMPTY)
    for name, one in ATTRIBUTES.items():
        if raw := given.facts.get(name):
            values[name] = one.read(raw)
    values["kind"] = values["kind"] or Kind.ENTERPRISE.value
    values["stage"] = values["stage"] or "prospect"
    values["status"] = "active"
    if not values["name"]:
        raise Invalid(_("客户名称为空"), field="name", remedy=_("请填写全称。"))
    _check_fit(values)
    return NewCustomer(
        given,
        values,
        match_key(values["name"]),
        [read_contact(one) for one in given.contacts],
        custom.read_values(given.custom, custom_fields or {}),
    )


_EMPTY = {name: one.empty for name, one in ATTRIBUTES.items()}
_PARTICULAR = {name: one for name, one in ATTRIBUTES.items() if len(one.kinds) < len(Kind)}


def _check_fit(values: dict[str, Any]) -> None:
    for name, one in _PARTICULAR.items():
        if values[name] and values["kind"] not in one.kinds:
            raise Invalid(
                _("%(kind)s客户没有“%(field)s”") % {"kind": Kind(values["kind"]).label, "field": one.label},
                field=name,
            )


def _texts(one: NewCustomer) -> Texts:
    points = [contact for contact in one.contacts if not contact.is_absent]
    people = dict.fromkeys(
        [*(contact.person for contact in one.contacts), *(name for name, _title in one.given.people)]
    )
    return Texts(
        contacts=[text for point in points for text in point_texts(point.kind, point.value, point.raw)],
        people=list(people),
        custom=[words for row in one.custom if (words := custom.searched(row.field, row.value))],
    )
