"""Which rules hold here, how grave they are and from when on: settings of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.compact import compact
from kedang.core.errors import Invalid
from kedang.customers.models import TemplateField
from kedang.people.models import Organisation
from kedang.quality.rules import RULES
from kedang.quality.severity import Severity

KEY = "quality"
# After so many findings of one rule the others cost nothing more.
COUNTED = 3
POINTS = {Severity.HIGH: 15, Severity.MEDIUM: 8, Severity.LOW: 3}
DAYS = {
    "confirm": {"enterprise": 365, "person": 365},
    "contact": {"enterprise": 180, "person": 365},
}


@dataclass(frozen=True)
class Settings:
    """`off`: rules that do not hold; `severity`: those that are graver or lighter than declared; days 0: never.

    `required`: (template, field) of what the templates in use demand.
    """

    off: frozenset[str] = frozenset()
    severity: Mapping[str, int] = field(default_factory=dict)
    points: Mapping[int, int] = field(
        default_factory=lambda: {int(one): worth for one, worth in POINTS.items()}
    )
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: DAYS)
    required: tuple[tuple[int, str], ...] = ()

    def is_on(self, rule: str) -> bool:
        return rule not in self.off

    def severity_of(self, rule: str) -> Severity:
        return Severity(self.severity.get(rule, RULES[rule].severity))

    def points_of(self, rule: str) -> int:
        return self.points[self.severity_of(rule)]

    def days(self, what: str, kind: str) -> int:
        return self.limits[what].get(kind, 0)

    def as_json(self) -> dict[str, Any]:
        return {
            "off": sorted(self.off),
            "severity": {code: int(one) for code, one in sorted(self.severity.items())},
            "points": {str(int(one)): worth for one, worth in sorted(self.points.items())},
            "limits": {what: dict(sorted(days.items())) for what, days in sorted(self.limits.items())},
        }

    @property
    def digest(self) -> str:
        """Another one when the rules would judge otherwise: by their settings, a new version or the templates."""
        declared = [[code, int(one.severity)] for code, one in RULES.items()]
        body = compact([self.as_json(), declared, self.required])
        return sha256(body).hexdigest()[:16]


def from_json(stored: Mapping[str, Any]) -> Settings:
    """What is missing is as declared; what is not known any more is left out."""
    points = {int(one): int(worth) for one, worth in stored.get("points", {}).items()}
    limits = stored.get("limits", {})
    return Settings(
        off=frozenset(stored.get("off", ())) & RULES.keys(),
        severity={code: int(one) for code, one in stored.get("severity", {}).items() if code in RULES},
        points={one: points.get(one, worth) for one, worth in POINTS.items()},
        limits={what: {**days, **limits.get(what, {})} for what, days in DAYS.items()},
    )


def present() -> Settings:
    organisation = Organisation.objects.filter(pk=1).first()
    kept = from_json(organisation.options.get(KEY, {}) if organisation else {})
    rows = TemplateField.objects.filter(is_required=True, template__retired_at=None)
    return replace(kept, required=tuple(rows.order_by("pk").values_list("template_id", "key")))


def check(wanted: Settings) -> Settings:
    """Raises Invalid, naming the field."""
    for one, worth in wanted.points.items():
        if not 0 <= worth <= 100:
            raise Invalid(_("应在 0 与 100 之间"), field=f"points_{one}", value=str(worth))
    for what, days in wanted.limits.items():
        for kind, count in days.items():
            if not 0 <= count <= 3650:
                raise Invalid(_("应在 0 与 3650 天之间"), field=f"{what}_{kind}", value=str(count))
    return wanted
