"""How this organisation grades: settings of the organisation, kept as they were with every calculation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.grading.formulas import clv, pareto
from kedang.people.models import Organisation

KEY = "grading"


@dataclass(frozen=True)
class Settings:
    """`months`: the period of ABC and RFM; rates are shares of one; `by_rule`: proposals are accepted at once."""

    months: int = 12
    a_share: Decimal = pareto.A_SHARE
    b_share: Decimal = pareto.B_SHARE
    margin: Decimal = Decimal("0.30")
    retention: Decimal = Decimal("0.80")
    discount: Decimal = Decimal("0.10")
    churn_medium: int = 30
    churn_high: int = 60
    by_rule: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()
        }


def from_json(stored: dict[str, Any]) -> Settings:
    known = {one.name: type(one.default) for one in fields(Settings)}
    return Settings(**{name: known[name](value) for name, value in stored.items() if name in known})


def present() -> Settings:
    organisation = Organisation.objects.filter(pk=1).first()
    return from_json(organisation.options.get(KEY, {}) if organisation else {})


def check(wanted: Settings) -> Settings:
    """Raises Invalid, naming the field."""
    for name in ("a_share", "b_share"):
        if not 0 < getattr(wanted, name) < 1:
            raise Invalid(_("应在 0% 与 100% 之间"), field=name, value=f"{getattr(wanted, name):.0%}")
    if wanted.a_share >= wanted.b_share:
        raise Invalid(_("B 类的界限应高于 A 类"), field="b_share", value=f"{wanted.b_share:.0%}")
    if not 1 <= wanted.months <= 60:
        raise Invalid(_("应在 1 与 60 个月之间"), field="months", value=wanted.months)
    if not 0 < wanted.margin <= 1:
        raise Invalid(_("毛利率应大于 0%，不超过 100%"), field="margin", value=f"{wanted.margin:.0%}")
    if wanted.discount < 0:
        raise Invalid(_("贴现率不能小于 0"), field="discount", value=f"{wanted.discount:.0%}")
    clv.check_rates(wanted.retention, wanted.discount)
    if not 0 < wanted.churn_medium < wanted.churn_high <= 100:
        raise Invalid(_("“高”应高于“中”，都在 1 与 100 之间"), field="churn_high", value=wanted.churn_high)
    return wanted
