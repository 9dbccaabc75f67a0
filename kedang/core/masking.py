"""What of a personal value may be shown to whoever need not know it (domain rules §1)."""

from collections.abc import Callable

from kedang.core import regions

_HIDDEN = "****"


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三; only the middle is hidden from three characters on."""
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_mobile(number: str) -> str:
    """138****5678, with or without +86; a landline keeps area code and the last two digits."""
    local = number.removeprefix("+86").strip()
    digits = "".join(c for c in local if c.isdigit())
    if len(digits) == 11 and digits[0] == "1":
        return f"{digits[:3]}{_HIDDEN}{digits[-4:]}"
    return mask_landline(local)


def mask_landline(number: str) -> str:
    shown = 4 if number.startswith(("+", "0")) else 3
    return number[:shown] + _HIDDEN + number[-2:] if len(number) > shown + 2 else _HIDDEN


def mask_id_number(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def mask_email(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else mask_text(address)


def mask_card(number: str) -> str:
    return f"{_HIDDEN} {number[-4:]}" if len(number) > 4 else _HIDDEN


def mask_address(address: str) -> str:
    """Down to the district; nothing of what follows."""
    code, rest = regions.locate(address)
    return address[: len(address) - len(rest)].rstrip() + (_HIDDEN if rest else "") if code else _HIDDEN


def mask_text(text: str) -> str:
    """For what has no form of its own (微信, QQ): first and last character."""
    return f"{text[0]}***{text[-1]}" if len(text) > 2 else "***"


_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "mobile": mask_mobile,
    "landline": mask_mobile,
    "fax": mask_mobile,
    "email": mask_email,
    "id_number": mask_id_number,
    "card": mask_card,
    "address": mask_address,
    "website": str,
}


def mask_value(kind: str, value: str) -> str:
    """`kind` is a contact point's or field's kind; an unknown one is hidden but for its ends."""
    return _MASKS.get(kind, mask_text)(value) if value else ""
