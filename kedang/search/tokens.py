"""What of a text is put into the index, and what of a term is asked of it.

Chinese runs give 1- and 2-grams, runs of other letters and digits 1-, 2- and 3-grams; readings of names give the
starts of their syllables and the grams of their initials. A term asks for its longest grams, all of them: what
contains the term always has them (recall 1.0), the few that have them without containing it fall in the recheck.
Tokens are keyed (HMAC): the index alone tells nothing but frequencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

from kedang import vault
from kedang.search.matching import CJK, Needle, Texts, normalise, reading

# Stored with each entry: raise it when the same text would give other tokens, and rebuild.
VERSION = 1
_RUNS = re.compile(f"(?P<cjk>[{CJK}]+)|[^\\W_{CJK}]+")
_SYLLABLE_STARTS = (6, 3, 2)
_LONGEST_GRAM = 3
_REMEMBERED = 50_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]

# All of these tokens (AND).
Group = tuple[str, ...]
# Any of these groups (OR).
Wanted = tuple[Group, ...]


class _Keyed(dict[str, str]):
    """The token of a gram: HMAC, cut to 8 characters. Common grams are many times asked for: remembered."""

    def __init__(self, space: str) -> None:
        super().__init__()
        self.space = space

    def __missing__(self, gram: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        mac = vault.mac("index", (self.space + gram).encode(errors="replace"))
        token = self[gram] = _spelled(int.from_bytes(mac[:5], "big"))
        return token


def _spelled(number: int) -> str:
    """Base 32 of 40 bits; the standard library's is written in Python and ten times slower."""
    high, low = divmod(number, 2**20)
    return _PAIRS[high >> 10] + _PAIRS[high & 1023] + _PAIRS[low >> 10] + _PAIRS[low & 1023]


_text = _Keyed("t")
_start = _Keyed("p")
_initial = _Keyed("i")


def of_entry(texts: Texts) -> str:
    """The tokens of an entry, each once, with blanks between."""
    # In one piece, with a sign between fields that no gram crosses.
    found = set(map(_text.__getitem__, _grams(normalise("\0".join(texts.fields.values())))))
    if texts.names:
        starts, initials = _readings("\n".join(map(texts.fields.__getitem__, texts.names)))
        found.update(map(_start.__getitem__, starts), map(_initial.__getitem__, initials))
    return " ".join(found)


def of_text(text: str) -> str:
    """The same of a short text that is no name."""
    return " ".join(map(_text.__getitem__, _grams(normalise(text))))


def of_needle(sought: Needle) -> Wanted:
    """What an entry's tokens must have to contain the term; no group: nothing can contain it."""
    groups = [tuple(_text[gram] for gram in _asked(spelling)) for spelling in sought.spellings]
    if sought.latin:
        groups += _asked_readings(sought.latin)
    return tuple(dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups if group))


def decide(sought: Needle) -> bool:
    """Whether an entry that has the tokens of a term also contains it, and no look at its text is needed.

    So it is when each spelling is one gram, and its reading one start and one gram of initials. Two grams of a million
    share a token once in a million terms: what is shown is looked at all the same.
    """
    return all(map(_is_gram, sought.spellings)) and (not sought.latin or len(sought.latin) <= _LONGEST_GRAM)


def forget() -> None:
    """Drop the remembered tokens (the key changed)."""
    for known in (_text, _start, _initial):
        known.clear()


def _grams(normal: str) -> set[str]:
    """Of all runs. The inner loops run in C: this is most of what a write costs."""
    grams: set[str] = set()
    for match in _RUNS.finditer(normal):
        run = match[0]
        pairs = list(map(add, run, run[1:]))
        grams.update(run, pairs)
        if not match.lastgroup:
            grams.update(map(add, pairs, run[2:]))
    return grams


def _is_gram(spelling: str) -> bool:
    run = _RUNS.fullmatch(spelling)
    return run is not None and len(spelling) <= (2 if run.lastgroup else _LONGEST_GRAM)


def _asked(normal: str) -> Iterator[str]:
    for match in _RUNS.finditer(normal):
        yield from _windows(match[0], 2 if match.lastgroup else _LONGEST_GRAM)


def _windows(run: str, longest: int) -> Iterable[str]:
    size = min(longest, len(run))
    return (run[start : start + size] for start in range(len(run) - size + 1))


def _readings(names: str) -> tuple[set[str], set[str]]:
    """The starts of the syllables of each line, and the grams of its initials."""
    starts: set[str] = set()
    initials: set[str] = set()
    for full, places, short in map(reading, names.splitlines()):
        starts.update([full[place : place + size] for place in places for size in _SYLLABLE_STARTS])
        pairs = list(map(add, short, short[1:]))
        initials.update(short, pairs, map(add, pairs, short[2:]))
    return starts, initials


def _asked_readings(latin: str) -> list[Group]:
    groups: list[Group] = [tuple(_initial[gram] for gram in _windows(latin, _LONGEST_GRAM))]
    size = next((size for size in _SYLLABLE_STARTS if size <= len(latin)), 0)
    # A single letter begins a syllable where it is an initial.
    return [*groups, (_start[latin[:size]],)] if size else groups
