"""Industries of the national economy (GB/T 4754-2017): sections (J), divisions (J66), everyday words."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kedang.core.language import reads_english

_SEED = Path(__file__).parent / "data" / "industries.csv"


class Industry(NamedTuple):
    code: str
    name: str
    aliases: tuple[str, ...]
    english: str = ""

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.english if self.english and reads_english() else self.name

    @property
    def words(self) -> tuple[str, ...]:
        """What an office may call it, the reader's word first."""
        return (self.everyday_name, *self.aliases, self.name, self.english)

    def is_called(self, typed: str) -> bool:
        return any(typed.lower() in word.lower() for word in self.words)

    @property
    def section(self) -> str:
        return self.code[0]

    @property
    def everyday_name(self) -> str:
        """金融 for J 金融业: what an office says, in the reader's language."""
        if self.english and reads_english():
            return self.english
        return self.aliases[0] if self.aliases else self.name


def by_code(code: str) -> Industry | None:
    return _seed().get(code.upper())


def sections() -> list[Industry]:
    return [industry for industry in _seed().values() if len(industry.code) == 1]


def divisions(section: str) -> list[Industry]:
    return [
        industry for industry in _seed().values() if industry.section == section and len(industry.code) > 1
    ]


@lru_cache(maxsize=2048)
def find(word: str) -> Industry | None:
    """By code (J, J66, 66), name or everyday word (金融, 医疗, Finance); 行业 and 业 at the end do not matter."""
    key = word.strip().rpartition(" / ")[2]
    names = _by_name()
    return names.get(key.lower()) or names.get(key.removesuffix("行业")) or names.get(key.removesuffix("业"))


def full_name(code: str) -> str:
    """`J66` → 金融业 / 货币金融服务."""
    industry = by_code(code)
    if industry is None:
        return code
    section = _seed()[industry.section]
    return industry.name if industry is section else f"{section.name} / {industry.name}"


def english_name(code: str) -> str:
    """`J66` → Finance / Monetary intermediation; "" for an unknown code."""
    industry = by_code(code)
    if industry is None:
        return ""
    section = _seed()[industry.section]
    return " / ".join(dict.fromkeys(one.english for one in (section, industry) if one.english))


def shown(code: str) -> str:
    """`full_name` in the reader's language."""
    industry = by_code(code)
    if industry is None or not reads_english():
        return full_name(code)
    section = _seed()[industry.section]
    return industry.title if industry is section else f"{section.title} / {industry.title}"


@lru_cache(maxsize=1)
def _seed() -> dict[str, Industry]:
    with _SEED.open(encoding="utf-8") as rows:
        return {
            row["code"]: Industry(row["code"], row["name"], tuple(row["aliases"].split()), row["english"])
            for row in csv.DictReader(rows)
        }


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Industry]:
    """Sections last, so that their words win over a division's (教育 is P, not P83)."""
    found = {industry.english.lower(): industry for industry in _seed().values()}
    for industry in sorted(_seed().values(), key=lambda one: -len(one.code)):
        words = (industry.code, industry.code[1:] or industry.code, industry.name, *industry.aliases)
        found.update((word.lower(), industry) for word in words)
    return found
