"""Bank cards: Luhn is a hint only, since cards without it exist."""

from django.utils.translation import gettext as _
from stdnum import luhn


def luhn_warning(number: str) -> str:
    """A sentence when the number looks mistyped, otherwise nothing."""
    digits = "".join(c for c in number if c.isdigit())
    return "" if digits and luhn.is_valid(digits) else _("卡号校验未通过，请核对")
