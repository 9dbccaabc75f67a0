"""Chinese business names taken apart: place, core, legal form, branch (domain rules §1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kedang.core import regions

_BRANCH = re.compile(
    r"^(.{4,}?(?:公司|集团|银行|厂|中心|所|院))(.{2,16}?(?:分公司|分店|分部|办事处|营业部|支行|分行|代表处|门店|项目部))$"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORMS = (
    ("股份有限公司", "stock"),
    ("股份公司", "stock"),
    ("有限责任公司", "limited"),
    ("有限公司", "limited"),
    ("个体工商户", ""),
    ("有限合伙", ""),
    ("普通合伙", ""),
    ("公司", ""),
)
_UNIT = re.compile(r"^(?:省|市|县|区|自治区|自治州)")
_SIGNS = re.compile(r"[^\w]+")


class NameParts(NamedTuple):
    """`form`: limited, stock or unsaid; `place`: the places named; `branch`: what follows the parent's name."""

    core: str
    place: str
    form: str
    branch: str


@lru_cache(maxsize=4096)
def take_apart(key: str) -> NameParts:
    """`key` as `core.text.match_key` gives it."""
    body, branch = key, ""
    if found := _BRANCH.match(key):
        body, branch = found.group(1), found.group(2)
    inside = _BRACKETS.findall(body)
    body = _BRACKETS.sub("", body)
    body, form = _without_form(body)
    place, core = _place(body)
    places = [_place(text)[0] or text for text in inside if _place(text)[1] == "" or text in {"中国", "集团"}]
    core += "".join(text for text in inside if text not in {"中国"} and _place(text)[1] and not _form(text))
    return NameParts(_SIGNS.sub("", core) or key, place or "".join(places), form, _branch(branch))


def _without_form(body: str) -> tuple[str, str]:
    for ending, form in _FORMS:
        if body.endswith(ending) and len(body) > len(ending):
            return body[: -len(ending)], form
    return body, ""


def _form(text: str) -> bool:
    return any(text == ending for ending, _form_name in _FORMS)


def _place(body: str) -> tuple[str, str]:
    """(the place it begins with, the rest); the finest of several places counts: 广东深圳 → 深圳."""
    place, rest = "", body
    for _level in range(2):
        found = next((rest[:size] for size in (4, 3, 2) if rest[:size] in _places()), "")
        if not found:
            break
        place, rest = found, _UNIT.sub("", rest[len(found) :])
    return place, rest


def _branch(text: str) -> str:
    """北京第一分公司 and 北京市第一分公司 are one."""
    place, rest = _place(text)
    return place + rest


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Provinces and cities in force, without 省 and 市."""
    found = set()
    for province in regions.children():
        found.add(_short(province.name))
        found.update(_short(city.name) for city in regions.children(province.code) if city.level == "city")
    return frozenset(name for name in found if len(name) >= 2)


def _short(name: str) -> str:
    return re.sub(r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟)$", "", name)
