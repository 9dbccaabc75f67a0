"""What a rule is, and what it looks at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.customers.models import ContactKind, Customer
from kedang.quality.severity import Severity

if TYPE_CHECKING:
    from kedang.quality.settings import Settings

REACHING = frozenset(
    {ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.EMAIL, ContactKind.WECHAT, ContactKind.QQ}
)


class Dimension(models.TextChoices):
    """What a rule is about."""

    COMPLETENESS = "completeness", _("完整")
    FORMAT = "format", _("规范")
    FRESHNESS = "freshness", _("及时")
    CONSISTENCY = "consistency", _("一致")


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point in use. `value` None: there is none (暂无), or its key was destroyed."""

    pk: int
    kind: str
    value: str | None
    raw: str
    verified_on: date | None
    valid_until: date | None
    is_bounced: bool

    @property
    def field(self) -> str:
        return f"contact:{self.pk}"

    def works(self, on: date) -> bool:
        expired = self.valid_until is not None and self.valid_until < on
        return bool(self.value) and not expired and not self.is_bounced


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the rules ask of one customer, loaded for many at once. `gaps`: keys the template requires."""

    customer: Customer
    state: Mapping[str, Any]
    points: Sequence[Point]
    gaps: Sequence[str]
    has_owner: bool
    open_projects: int
    created_on: date
    last_contact: date | None
    today: date


@dataclass(frozen=True)
class Found:
    """`field`: which one is wrong; `facts`: what the sentence needs, nothing of the customer's own values."""

    field: str = ""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """`examine(record, settings)` gives what is wrong; `due` the day on which time alone changes the answer.

    `sentence` is completed with the finding's facts and the field's name (`%(field)s`).
    """

    code: str
    label: str | Promise
    dimension: Dimension
    severity: Severity
    sentence: str | Promise
    remedy: str | Promise
    examine: Callable[[Record, Settings], Iterable[Found]]
    due: Callable[[Record, Settings], date | None] = lambda record, kept: None


# Code, label, severity, sentence, remedy and how it is examined.
Line = tuple[
    str,
    str | Promise,
    Severity,
    str | Promise,
    str | Promise,
    "Callable[[Record, Settings], Iterable[Found]]",
]


def rules_of(dimension: Dimension, *lines: Line) -> tuple[Rule, ...]:
    """Rules that say something of one dimension."""
    return tuple(
        Rule(code, label, dimension, severity, sentence, remedy, examine)
        for code, label, severity, sentence, remedy, examine in lines
    )
