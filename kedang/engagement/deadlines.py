"""By when feedback is to be dealt with: days by kind and the customer's grade; the house may set its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.customers.models.customer import Grade
from kedang.engagement.models import Complaint
from kedang.people.models import Organisation

OPTION = "feedback_days"
GRADES = (*Grade.values, "")
DEFAULTS: dict[str, dict[str, int]] = {
    "complaint": {"A": 1, "B": 2, "C": 3, "": 3},
    "service": {"A": 1, "B": 3, "C": 5, "": 5},
    "suggestion": {"A": 10, "B": 15, "C": 20, "": 20},
}
Days = dict[str, dict[str, int]]


def days_in_force() -> Days:
    organisation = Organisation.objects.filter(pk=1).first()
    own = organisation.options.get(OPTION, {}) if organisation else {}
    return {kind: defaults | own.get(kind, {}) for kind, defaults in DEFAULTS.items()}


def due_at(customer: Customer, kind: str, *, since: datetime | None = None) -> datetime:
    days = days_in_force()[kind]
    return (since or now()) + timedelta(days=days.get(customer.grade, days[""]))


def read_days(typed: Mapping[str, str]) -> Days:
    """`complaint-A`, … Raises Invalid naming the field."""
    return {
        kind: {grade: _read(typed, f"{kind}-{grade}") for grade in GRADES} for kind in Complaint.Kind.values
    }


def _read(typed: Mapping[str, str], name: str) -> int:
    raw = typed.get(name, "").strip()
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 365):
        raise Invalid(_("天数应为 1 至 365"), field=name, value=raw)
    return int(raw)
