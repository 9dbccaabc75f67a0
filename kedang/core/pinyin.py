"""Readings of names: whole and initials. The table is distilled from pypinyin (data/README.md)."""

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
_LONGEST_WORD = 4
# A name this short is read as a person's: its surname decides.
_LONGEST_PERSON = 4


class Pinyin(NamedTuple):
    """`full` without tones or spaces (zhangsan), `initials` (zs)."""

    full: str
    initials: str


class _Table(NamedTuple):
    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]
    heads: frozenset[str]  # the first two characters of the words
    surnames: dict[str, tuple[str, ...]]


def pinyin_keys(name: str) -> Pinyin:
    """Letters and digits of `name` stay, signs and spaces go: `ABC公司` → `abcgongsi`, `abcgs`."""
    pieces = _read(name)
    return Pinyin("".join(pieces), "".join([piece[0] for piece in pieces]))


def syllables(text: str) -> Sequence[str]:
    """The reading of each character of `text`; a character that has none is its own."""
    return _read(text)


@lru_cache(maxsize=8192)
def _read(name: str) -> tuple[str, ...]:
    table = _table()
    reading, start = _surname(name, table)
    pieces = list(reading)
    while start < len(name):
        # Nearly all places begin no word: one look-up for most.
        if name[start : start + 2] in table.heads and (word := _word(name, start, table)):
            pieces += word
            start += len(word)
            continue
        character = name[start]
        if syllable := table.characters.get(character):
            pieces.append(syllable)
        elif character.isalnum():
            pieces.append(character.lower())
        start += 1
    return tuple(pieces)


def _surname(name: str, table: _Table) -> tuple[tuple[str, ...], int]:
    if 2 <= len(name) <= _LONGEST_PERSON or name[1:2] == "氏":
        for length in (2, 1):
            reading = table.surnames.get(name[:length])
            if reading and len(name) > length:
                return reading, length
    return (), 0


def _word(name: str, start: int, table: _Table) -> tuple[str, ...]:
    for length in range(min(_LONGEST_WORD, len(name) - start), 1, -1):
        reading = table.words.get(name[start : start + length])
        if reading:
            return reading
    return ()


@lru_cache(maxsize=1)
def _table() -> _Table:
    characters: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in (_DATA / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        head, *rest = line.split(" ")
        if head[0] < "{":
            characters.update(dict.fromkeys(rest[0], head))
        else:
            words[head] = tuple(rest)
    with (_DATA / "surnames.csv").open(encoding="utf-8") as rows:
        surnames = {row["surname"]: tuple(row["reading"].split()) for row in csv.DictReader(rows)}
    return _Table(characters, words, frozenset(word[:2] for word in words), surnames)
