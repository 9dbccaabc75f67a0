"""How complete a record is against its template (A2, A7): a gap is shown, never silently taken for complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.prepared import Prepared
from kedang.customers.attributes import ATTRIBUTES, SEALED
from kedang.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomField,
    CustomValue,
    Kind,
    RecordTemplate,
    TemplateField,
)
from kedang.customers.registration import NewCustomer

# What the standard template demands when the organisation has loaded none.
STANDARD = ("contact:mobile", "contact:landline", "contact:email")

_POINTS = Prepared(
    lambda *customers: (
        ContactPoint.objects.in_use()
        .filter(customer__pk__in=customers)
        .values_list("customer_id", "kind", "is_absent", "absent_reason")
    )
)
_VALUES = Prepared(
    lambda *customers: CustomValue.objects.filter(customer__pk__in=customers).values_list(
        "customer_id", "field_id"
    )
)
_REQUIRED = Prepared(
    lambda *templates: (
        TemplateField.objects.filter(template__pk__in=templates, is_required=True)
        .order_by("position", "id")
        .values_list("template_id", "key")
    )
)


@dataclass(frozen=True)
class Gap:
    """Something the template requires and the record lacks. `key` as in `customers.record`, or `contact:mobile`."""

    key: str
    label: str

    @property
    def contact_kind(self) -> str:
        return self.key.removeprefix("contact:") if self.key.startswith("contact:") else ""


@dataclass(frozen=True)
class Completeness:
    required: int
    gaps: tuple[Gap, ...]
    # Contact kinds somebody marked 暂无: (label, reason). They count as filled, and are shown.
    absent: tuple[tuple[str, str], ...] = ()

    @property
    def percent(self) -> int:
        return 100 if not self.required else (self.required - len(self.gaps)) * 100 // self.required

    @property
    def is_complete(self) -> bool:
        return not self.gaps


def completeness_of(customer: Customer) -> Completeness:
    return completeness_of_many([customer])[customer.pk]


def completeness_of_many(customers: Sequence[Customer]) -> dict[int, Completeness]:
    """For a page of a list: a fixed number of queries."""
    required = _required_keys({customer.template_id for customer in customers})
    wanted = {key for keys in required.values() for key in keys}
    labels = labels_of(wanted)
    points: dict[int, set[str]] = {}
    absent: dict[int, list[tuple[str, str]]] = {}
    ids = [one.pk for one in customers]
    for pk, kind, is_absent, reason in _POINTS(*ids):
        points.setdefault(pk, set()).add(f"contact:{kind}")
        if is_absent:
            absent.setdefault(pk, []).append((str(ContactKind(kind).label), reason))
    values: dict[int, set[str]] = {}
    for pk, field_id in _VALUES(*ids):
        values.setdefault(pk, set()).add(f"custom:{field_id}")
    filled = _filled(customers, wanted)
    return {
        one.pk: _measure(
            required[one.template_id],
            filled[one.pk] | points.get(one.pk, set()) | values.get(one.pk, set()),
            labels,
            absent.get(one.pk, ()),
        )
        for one in customers
    }


def gaps_of_new(new: NewCustomer, template: RecordTemplate) -> tuple[Gap, ...]:
    """Before the record is stored."""
    filled = {name for name, value in new.values.items() if value not in (None, "")}
    filled |= {f"contact:{contact.kind}" for contact in new.contacts}
    filled |= {row.field.key for row in new.custom} | new.given.coming
    keys = _required_keys({template.pk})[template.pk]
    return _measure(keys, filled, labels_of(keys), ()).gaps


def template(pk: int | None) -> RecordTemplate | None:
    return RecordTemplate.objects.filter(pk=pk, retired_at=None).first() if pk else None


@dataclass(frozen=True)
class Templates:
    """The templates in use, read once for any number of customers."""

    rows: tuple[tuple[int, str, str], ...]  # id, kind, industry

    @classmethod
    def load(cls) -> Templates:
        return cls(
            tuple(RecordTemplate.objects.filter(retired_at=None).values_list("pk", "kind", "industry"))
        )

    def id_for(self, facts: Mapping[str, Any]) -> int | None:
        """The most particular one for a customer's type and industry; None: none was loaded."""
        kind = _parsed("kind", facts) or Kind.ENTERPRISE
        industry = _parsed("industry", facts)
        fitting = [(len(code), -pk) for pk, of, code in self.rows if of == kind and industry.startswith(code)]
        return -max(fitting)[1] if fitting else None


def labels_of(keys: Iterable[str]) -> dict[str, str]:
    keys = set(keys)
    own = [int(key.removeprefix("custom:")) for key in keys if key.startswith("custom:")]
    found = {field.key: field.title for field in CustomField.objects.filter(pk__in=own)} if own else {}
    kinds = [(f"contact:{kind}", label) for kind, label in ContactKind.choices]
    found |= {key: str(label) for key, label in kinds if key in keys}
    found |= {key: str(ATTRIBUTES[key].label) for key in keys if key in ATTRIBUTES}
    return found | {"owner": _("负责人")}


def _required_keys(template_ids: Iterable[int | None]) -> dict[int | None, tuple[str, ...]]:
    keys: dict[int | None, tuple[str, ...]] = {pk: () if pk else STANDARD for pk in template_ids}
    for pk, key in _REQUIRED(*(pk for pk in keys if pk)):
        keys[pk] = (*keys[pk], key)
    return keys


def _filled(customers: Sequence[Customer], wanted: set[str]) -> dict[int, set[str]]:
    """Which of the `wanted` facts each record has. Sealed ones a list did not read are only asked whether there are."""
    plain = [name for name in ATTRIBUTES if name in wanted and name not in SEALED]
    filled = {one.pk: {name for name in plain if getattr(one, name) not in (None, "")} for one in customers}
    for one in customers:
        if one.owner_id:
            filled[one.pk].add("owner")
    for name in wanted.intersection(SEALED):
        for pk in Customer.objects.filter(pk__in=filled).exclude(**{name: None}).values_list("pk", flat=True):
            filled[pk].add(name)
    return filled


def _measure(
    keys: Sequence[str], filled: set[str], labels: Mapping[str, str], absent: Iterable[tuple[str, str]]
) -> Completeness:
    gaps = tuple(Gap(key, labels.get(key, key)) for key in keys if key not in filled)
    return Completeness(len(keys), gaps, tuple(absent))


def _parsed(name: str, facts: Mapping[str, Any]) -> str:
    try:
        return str(ATTRIBUTES[name].read(facts.get(name)) or "")
    except Invalid:
        return ""  # said by `read_customer`, with its field
