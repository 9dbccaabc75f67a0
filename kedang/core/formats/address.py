"""Addresses: 省 市 区 by GB/T 2260, the rest as detail, the raw text kept."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from kedang.core import regions
from kedang.core.errors import Invalid

_LEADING = re.compile(r"^(?:中华人民共和国|中国)?[\s,，]*(?:[0-9]{6}\s+)?")


class Address(NamedTuple):
    """`code` is the deepest region found, "" when none was (a foreign address, a street alone)."""

    province: str
    city: str
    district: str
    detail: str
    code: str
    raw: str


@lru_cache(maxsize=4096)
def parse_address(raw: str) -> Address:
    """Raises Invalid: nothing in it."""
    text = unicodedata.normalize("NFKC", raw).strip()
    if not text:
        raise Invalid(_("地址为空"), value=raw)
    code, detail = regions.locate(_LEADING.sub("", text))
    if not code:
        return Address("", "", "", text, "", raw)
    names = {region.level: region.name for region in regions.parents(code)}
    return Address(
        names.get("province", ""), names.get("city", ""), names.get("district", ""), detail, code, raw
    )
