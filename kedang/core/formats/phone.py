"""Phones as Chinese offices write them; foreign ones by libphonenumber."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

# The usual case first: eleven digits as they stand.
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SEPARATORS = re.compile(r"[\s()\-–—‐‑.·/]+")
_EXTENSION = re.compile(r"(?:;?\s*ext\.?\s*=?|转|轉|分机|分機|x|#|,)\s*:?([0-9]{1,6})$", re.IGNORECASE)
_TRAILING_EXTENSION = re.compile(r"^(0[0-9]{2,3}-?[0-9]{7,8})-([0-9]{1,6})$")
_MOBILE = re.compile(r"(?:\+?86|0086)?0?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:\+?86|0086)?0?(10|2[0-9]|[3-9][0-9]{2})([0-9]{7,8})")
_SERVICE = re.compile(r"(?:\+?86)?([48]00)([0-9]{3})([0-9]{4})")


class Phone(NamedTuple):
    """`e164` is the lookup form (`;ext=` follows where there is one), `national` the one to read.

    kind: mobile, landline, service (400, 800) or foreign.
    """

    e164: str
    national: str
    kind: str


@lru_cache(maxsize=4096)
def parse_phone(raw: str, region: str = "CN") -> Phone:
    """`region`: the ISO country in which a number without country code is read.

    Raises Invalid: not a number that can be dialled; the message says why.
    """
    if _PLAIN_MOBILE.fullmatch(raw):
        return _mobile(raw)
    text = unicodedata.normalize("NFKC", raw).strip()
    number, extension = _split_extension(text)
    compact = _SEPARATORS.sub("", number)
    if _is_foreign(compact, region):
        return _foreign(raw, compact, extension, region)
    return _chinese(compact, extension) or _refuse(raw, compact)


def _split_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if found:
        return text[: found.start()], found[1]
    trailing = _TRAILING_EXTENSION.match(text)
    return (trailing[1], trailing[2]) if trailing else (text, "")


def _is_foreign(compact: str, region: str) -> bool:
    if compact.startswith(("+", "00")):
        return not compact.startswith(("+86", "0086"))
    return region != "CN"


def _chinese(compact: str, extension: str) -> Phone | None:
    if (found := _MOBILE.fullmatch(compact)) and not extension:
        return _mobile(found[1])
    if found := _SERVICE.fullmatch(compact):
        return _with_extension(
            f"+86{found[1]}{found[2]}{found[3]}", f"{found[1]}-{found[2]}-{found[3]}", "service", extension
        )
    if (found := _LANDLINE.fullmatch(compact)) and _has_area_code(compact) and found[2][0] not in "01":
        area, local = found[1], found[2]
        if len(area) == 3 or len(local) == 8:
            return _with_extension(f"+86{area}{local}", f"0{area}-{local}", "landline", extension)
    return None


def _has_area_code(compact: str) -> bool:
    return compact.startswith(("0", "+86", "86"))


def _mobile(digits: str) -> Phone:
    return Phone(f"+86{digits}", digits, "mobile")


def _with_extension(e164: str, national: str, kind: str, extension: str) -> Phone:
    if extension:
        return Phone(f"{e164};ext={extension}", f"{national} 转 {extension}", kind)
    return Phone(e164, national, kind)


def _foreign(raw: str, compact: str, extension: str, region: str) -> Phone:
    dialled = "+" + compact[2:] if compact.startswith("00") else compact
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            _("“%(raw)s”不是有效的境外号码") % {"raw": raw},
            value=raw,
            remedy=_("请写成 +国家代码 号码，如 +852 2345 6789。"),
        )
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    readable = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return _with_extension(e164, readable, "foreign", extension)


def _refuse(raw: str, compact: str) -> Phone:
    raise Invalid(_reason(raw, compact), value=raw, remedy=_("请核对后重新填写。"))


def _reason(raw: str, compact: str) -> str:
    """The likeliest slip, named."""
    digits = compact.removeprefix("+86")
    if not digits:
        return _("号码为空")
    if not digits.isdigit():
        return _("“%(raw)s”含有号码以外的字符") % {"raw": raw}
    if digits[0] == "1" and digits[1:2] not in ("", "0", "1", "2") and len(digits) != 11:
        return _("“%(raw)s”不是有效的手机号：应为 11 位，现为 %(count)d 位") % {
            "raw": raw,
            "count": len(digits),
        }
    if digits[0] == "1" and len(digits) == 11:
        return _("“%(raw)s”不是有效的手机号：没有 %(prefix)s 号段") % {"raw": raw, "prefix": digits[:2]}
    if len(digits) in (7, 8) and digits[0] not in "01":
        return _("“%(raw)s”缺少区号：请写成 010-62345678 的形式") % {"raw": raw}
    if digits[0] == "0":
        return _("“%(raw)s”不是有效的座机号：应为区号加 7 或 8 位号码") % {"raw": raw}
    return _("“%(raw)s”不是有效的电话号码") % {"raw": raw}
