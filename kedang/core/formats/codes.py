"""Numbers that carry their own check digit: 统一社会信用代码 (GB 32100) and 公民身份号码 (GB 11643)."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

from kedang.core.clock import today
from kedang.core.errors import Invalid

_SPACES = re.compile(r"[\s\-]+")
_USCC_ALPHABET = re.compile(r"[0-9A-HJ-NPQRTUWXY]*")
# GB/T 2260 provinces, and 81/82/83 for people of 香港, 澳门 and 台湾 who live here.
_PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in codes
) | {"71", "81", "82", "83"}
# 永久居留身份证 of a foreigner: 9, province, country.
_FOREIGNER = "9"


@lru_cache(maxsize=4096)
def parse_uscc(raw: str) -> str:
    """Raises Invalid: wrong length, a letter that does not occur (I O Z S V), or check digit."""
    code = _compact(raw)
    if len(code) != 18:
        raise _invalid(raw, _("统一社会信用代码应为 18 位，现为 %(count)d 位") % {"count": len(code)})
    legal = _USCC_ALPHABET.match(code)
    if legal and legal.end() != 18:
        wrong = {"position": legal.end() + 1, "character": code[legal.end()]}
        raise _invalid(raw, _("统一社会信用代码第 %(position)d 位不能是“%(character)s”") % wrong)
    if not code[2:8].isdigit():
        raise _invalid(raw, _("统一社会信用代码第 3 至 8 位是登记机关的行政区划码，应为数字"))
    if uscc.calc_check_digit(code) != code[-1]:
        raise _invalid(raw, _("统一社会信用代码的校验位不符，可能有一位抄错"))
    return code


@lru_cache(maxsize=1024)
def parse_id_number(raw: str) -> str:
    """Area codes abolished since stay valid: the number is given once, for life. Raises Invalid."""
    number = _compact(raw)
    if len(number) != 18 or not number[:17].isdigit():
        raise _invalid(raw, _("身份证号应为 18 位数字，末位可以是 X"))
    if number[:2] not in _PROVINCES and not _is_foreigner(number):
        raise _invalid(raw, _("身份证号前两位 %(code)s 不是行政区划码") % {"code": number[:2]})
    if birth_date(number) is None:
        raise _invalid(raw, _("身份证号中的出生日期 %(date)s 不存在或在今天之后") % {"date": number[6:14]})
    if ric.calc_check_digit(number) != number[-1]:
        raise _invalid(raw, _("身份证号的校验位不符，可能有一位抄错"))
    return number


def birth_date(number: str) -> date | None:
    """Of a valid ID number; None where its date is none or lies in the future."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if date(1850, 1, 1) <= born <= today() else None


def is_male(number: str) -> bool:
    return int(number[16]) % 2 == 1


def _is_foreigner(number: str) -> bool:
    return number[0] == _FOREIGNER and number[1:3] in _PROVINCES


def _compact(raw: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", raw)).upper()


def _invalid(raw: str, reason: str) -> Invalid:
    return Invalid(reason, value=raw, remedy=_("请对照证照核对。"))
