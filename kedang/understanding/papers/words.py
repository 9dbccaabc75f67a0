"""A text made even for looking into it, place by place: every character stays where it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

PAGE_BREAK = "\f"
# What sits between a label and its value; a value may stand on the next line.
_BETWEEN = r"[ \t]*[:;]?[ \t]*\n?[ \t]*"


@dataclass(frozen=True)
class Found:
    """A value in normal form, where it stands in the text, how sure it is, and the label that decided."""

    key: str
    value: str
    start: int
    end: int
    confidence: float
    words: str = ""


@lru_cache(maxsize=4096)
def _even(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1:
        return " " if not plain.strip() else character
    return {"\u3000": " ", "\xa0": " ", "―": "-", "—": "-", "–": "-", "−": "-", "〔": "[", "〕": "]"}.get(
        plain, plain
    )


def even(text: str) -> str:
    """Full width becomes half width; the length stays the same."""
    return "".join(map(_even, text))


@lru_cache(maxsize=512)
def label(*names: str) -> str:
    """A pattern for any of these labels, also with spaces between their characters."""
    return "(?:" + "|".join(_spaced(name) for name in sorted(names, key=len, reverse=True)) + ")"


def _spaced(name: str) -> str:
    return r"[ \t]{0,4}".join(re.escape(character) for character in name)


@lru_cache(maxsize=512)
def labelled(names: tuple[str, ...], value: str, between: str = _BETWEEN) -> re.Pattern[str]:
    """Groups: `label`, `value`."""
    return re.compile(f"(?P<label>{label(*names)}){between}(?P<value>{value})")


def after(text: str, names: Iterable[str], value: str, between: str = _BETWEEN) -> list[re.Match[str]]:
    return list(labelled(tuple(names), value, between).finditer(text))


def tight(text: str) -> str:
    """Without the spaces that layout puts between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \t]+(?=[^\x00-\x7f])", "", text).strip()
