"""Standard formats (A8): each parser returns the normal form or raises Invalid with a reason."""

from kedang.core.formats.address import Address, parse_address
from kedang.core.formats.card import luhn_warning
from kedang.core.formats.codes import parse_id_number, parse_uscc
from kedang.core.formats.email import parse_email
from kedang.core.formats.phone import Phone, parse_phone

__all__ = [
    "Address",
    "Phone",
    "luhn_warning",
    "parse_address",
    "parse_email",
    "parse_id_number",
    "parse_phone",
    "parse_uscc",
]
