"""Administrative divisions (GB/T 2260): six digits, two each for province, city and district."""

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kedang.core.language import reads_english

_SEED = Path(__file__).parent / "data" / "regions.csv"
_SUFFIXES = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "地区",
    "省",
    "市",
    "盟",
)
# Rows of the standard that stand for "directly under": nobody writes them in an address.
_UNSPOKEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_LONGEST_NAME = 15
LEVELS = ("province", "city", "district")


class Region(NamedTuple):
    """`valid_to`: the year the code was abolished; `successor` took over; 0 and "" while in force."""

    code: str
    name: str
    valid_from: int
    valid_to: int
    successor: str
    english: str = ""

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.english if self.english and reads_english() else self.name

    def is_called(self, typed: str) -> bool:
        return typed in self.name or typed.lower() in self.english.lower()

    @property
    def level(self) -> str:
        return LEVELS[0] if self.code[2:] == "0000" else LEVELS[1] if self.code[4:] == "00" else LEVELS[2]

    @property
    def is_spoken(self) -> bool:
        return self.name not in _UNSPOKEN


def by_code(code: str) -> Region | None:
    return _seed().get(code)


def current(code: str) -> Region | None:
    """The region that `code` is part of today: an abolished code leads to its successor."""
    region = by_code(code)
    while region and region.successor:
        region = by_code(region.successor)
    return region


def children(code: str = "") -> list[Region]:
    """Regions in force directly under `code` (provinces without one); unspoken levels are skipped."""
    found: list[Region] = []
    for region in _children().get(code, ()):
        if region.is_spoken:
            found.append(region)
        else:
            found += children(region.code)
    return found


def parents(code: str) -> list[Region]:
    """From the province down to `code` itself, spoken levels only."""
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    found = (by_code(one) for one in codes)
    return [region for region in found if region and region.is_spoken]


@lru_cache(maxsize=4096)
def full_name(code: str) -> str:
    """`330106` → 浙江省杭州市西湖区; an unknown code is shown as it is."""
    return "".join(region.name for region in parents(code)) or code


def shown(code: str) -> str:
    """`full_name` in the reader's language: Xihu District, Hangzhou, Zhejiang."""
    if not reads_english():
        return full_name(code)
    return ", ".join(region.title for region in reversed(parents(code))) or code


@lru_cache(maxsize=4096)
def english_name(code: str) -> str:
    """`330106` → Xihu District, Hangzhou, Zhejiang; "" where none is known."""
    return ", ".join(region.english for region in reversed(parents(code)) if region.english)


def prefix(code: str) -> str:
    """What all codes within `code` start with: `330000` → `33`."""
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def starting_with(text: str, most: int) -> list[Region]:
    """Regions in force whose own or full name begins with `text`, higher ones first: for suggestions."""
    if not text:
        return []
    found = [
        region
        for region in _seed().values()
        if region.is_spoken
        and not region.valid_to
        and (
            region.name.startswith(text)
            or full_name(region.code).startswith(text)
            or region.english.lower().startswith(text.lower())
        )
    ]
    return sorted(found, key=lambda region: (LEVELS.index(region.level), region.code))[:most]


@lru_cache(maxsize=4096)
def find(name: str) -> Region | None:
    """By full or everyday name, alone (杭州) or as a path (浙江省杭州市); None: unknown or ambiguous."""
    if name in _seed():
        return _seed()[name]
    if name.isascii():
        return _find_english(name)
    candidates = _by_name().get(name, ())
    if len(candidates) > 1:
        highest = min(LEVELS.index(region.level) for region in candidates)
        candidates = [region for region in candidates if LEVELS.index(region.level) == highest]
    if len(candidates) == 1:
        return candidates[0]
    return None if candidates else _find_path(name)


def _find_english(name: str) -> Region | None:
    """Hangzhou, or deepest first: Xihu District, Hangzhou, Zhejiang."""
    found: list[Region] = []
    within = ""
    for part in reversed(name.split(",")):
        known = _by_english().get(_latin(part.strip()), ())
        found = [region for region in known if region.code.startswith(within)]
        if not found:
            return None
        highest = min(LEVELS.index(region.level) for region in found)
        found = [region for region in found if LEVELS.index(region.level) == highest]
        within = prefix(found[0].code)
    return found[0] if len(found) == 1 else None


def _latin(name: str) -> str:
    return name.lower().replace("'", "").replace("ü", "u")


def _find_path(name: str) -> Region | None:
    codes, rest = locate(name)
    return by_code(codes) if codes and not rest.strip() else None


@lru_cache(maxsize=8192)
def locate(text: str) -> tuple[str, str]:
    """The deepest region `text` begins with, and what follows: 杭州西湖区文三路 → (330106, 文三路)."""
    code, rest = "", text
    for depth, level in enumerate(LEVELS):
        within = prefix(code) if code else ""
        region, after = _longest(level, rest, within=within)
        if region and not _begins_deeper(rest, after, LEVELS[depth + 1 :], within):
            code, rest = region.code, after.lstrip(" ,，/-·")
    return code, rest


def _begins_deeper(text: str, after: str, deeper: tuple[str, ...], within: str) -> bool:
    """吉林市 is no part of 吉林 followed by 市, 朝阳区 not the city of 朝阳."""
    taken = len(text) - len(after)
    return any(_prefix_length(level, text, within) > taken for level in deeper)


def _prefix_length(level: str, text: str, within: str) -> int:
    names = _by_level()[level]
    for length in range(min(len(text), _LONGEST_NAME), 1, -1):
        if any(region.code.startswith(within) for region in names.get(text[:length], ())):
            return length
    return 0


def _longest(level: str, text: str, *, within: str) -> tuple[Region | None, str]:
    names = _by_level()[level]
    for length in range(min(len(text), _LONGEST_NAME), 1, -1):
        found = [region for region in names.get(text[:length], ()) if region.code.startswith(within)]
        if len(found) == 1:
            return found[0], text[length:]
        if found:  # Several districts of one name and nothing to tell them apart.
            return None, text
    return None, text


@lru_cache(maxsize=1)
def _seed() -> dict[str, Region]:
    with _SEED.open(encoding="utf-8") as rows:
        return {
            row["code"]: Region(
                row["code"],
                row["name"],
                int(row["valid_from"] or 0),
                int(row["valid_to"] or 0),
                row["successor"],
                row["english"],
            )
            for row in csv.DictReader(rows)
        }


@lru_cache(maxsize=1)
def _children() -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for region in _seed().values():
        if not region.valid_to:
            found[_parent(region)].append(region)
    return found


def _parent(region: Region) -> str:
    if region.level == "province":
        return ""
    city = region.code[:4] + "00"
    return city if region.level == "district" and city in _seed() else region.code[:2] + "0000"


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for level in LEVELS:
        for name, regions in _by_level()[level].items():
            found[name] += regions
    return found


@lru_cache(maxsize=1)
def _by_english() -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for region in _seed().values():
        if region.english and not region.valid_to:
            found[_latin(region.english)].append(region)
    return found


@lru_cache(maxsize=1)
def _by_level() -> dict[str, dict[str, list[Region]]]:
    found: dict[str, dict[str, list[Region]]] = {level: defaultdict(list) for level in LEVELS}
    for region in _seed().values():
        if region.is_spoken:
            for name in _names(region):
                found[region.level][name].append(region)
    return found


def _names(region: Region) -> set[str]:
    """Districts only in full: 东 or 南 would be found in any street."""
    names = {region.name}
    if region.level != "district":
        for suffix in _SUFFIXES:
            if region.name.endswith(suffix) and len(region.name) - len(suffix) >= 2:
                names.add(region.name.removesuffix(suffix))
                break
    return names
