"""Customer lifetime value: what a year's margin is worth when the customer stays with a given probability."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

VERSION = "1"
_CENT = Decimal("0.01")


def lifetime_value(margin: Decimal, retention: Decimal, discount: Decimal) -> Decimal:
    """margin·r ÷ (1 + d − r), to the cent; `margin` is of one year.

    Raises Invalid: a rate that is none, or a denominator of zero or less (the sum would have no end).
    """
    check_rates(retention, discount)
    value = margin * retention / (1 + discount - retention)
    return value.quantize(_CENT, ROUND_HALF_UP)


def check_rates(retention: Decimal, discount: Decimal) -> None:
    if retention < 0:
        raise Invalid(_("留存率不能小于 0"), field="retention", value=str(retention))
    if 1 + discount - retention <= 0:
        raise Invalid(
            _("留存率要小于 1 加贴现率，否则客户价值没有上限"),
            field="retention",
            value=str(retention),
            remedy=_("例如留存率 0.8、贴现率 0.1。"),
        )
