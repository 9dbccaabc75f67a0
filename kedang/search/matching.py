"""What "found" means, said exactly once: the recheck and the tests' exact scan both come here.

A term is found in a text where its normal form is a substring of the text's normal form: folded (case, width,
繁简, accents), whitespace runs as one space, none beside Chinese characters (a line broken inside 年度合同 does not
hide it). Chinese, digits and Latin alike match from one character anywhere in a word. A term of digits with signs
between them (`138-1234`) also matches its digits alone. In fields that are names, letters also match the reading
from the start of any syllable (`zhangsan`, `san`) and any run of its initials (`zs`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kedang.core.folding import fold, fold_with_map
from kedang.core.text import syllables

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
LONGEST_TERM = 100
_SPACE = re.compile(r"\s")
_BESIDE_CJK = re.compile(f"(?<=[{CJK}]) | (?=[{CJK}])")
_NUMBER_WITH_SIGNS = re.compile(r"\+?[0-9][0-9 ()./-]*[0-9]")
_SIGNS = re.compile(r"[^0-9]+")
_LATIN = re.compile(r"[a-z0-9 ']*[a-z][a-z0-9 ']*")


def normalise(text: str) -> str:
    folded = " ".join(fold(text).split())
    return folded if folded.isascii() else _BESIDE_CJK.sub("", folded)


def normalise_with_map(text: str) -> tuple[str, list[int]]:
    """`normalise(text)`, and for each of its characters the position in `text` that it came from."""
    folded, positions = fold_with_map(text)
    if not _SPACE.search(folded):
        return folded, positions
    single = [
        (character if not character.isspace() else " ", position)
        for index, (character, position) in enumerate(zip(folded, positions, strict=True))
        if not character.isspace() or (index and not folded[index - 1].isspace())
    ]
    joined = "".join(character for character, _ in single)
    dropped = {match.start() for match in _BESIDE_CJK.finditer(joined)}
    if joined.endswith(" "):
        dropped.add(len(joined) - 1)
    kept = [pair for index, pair in enumerate(single) if index not in dropped]
    return "".join(character for character, _ in kept), [position for _, position in kept]


@dataclass(frozen=True)
class Needle:
    """A term ready to be looked for. `spellings`: any of them will do; `latin`: the letters, if it may be pinyin."""

    spellings: tuple[str, ...]
    latin: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(character.isalnum() for character in self.spellings[0])


@lru_cache(maxsize=1024)
def needle(term: str) -> Needle:
    plain = normalise(term[:LONGEST_TERM])
    spellings = [plain]
    if _NUMBER_WITH_SIGNS.fullmatch(plain) and not plain.isdigit():
        spellings.append(_SIGNS.sub("", plain))
    latin = re.sub("[ ']", "", plain) if _LATIN.fullmatch(plain) else ""
    return Needle(tuple(spellings), latin)


@dataclass(frozen=True)
class Texts:
    """The decrypted texts of one index entry; `names` are the fields found by their reading too."""

    fields: Mapping[str, str]
    names: frozenset[str] = frozenset()


def matches(sought: Needle, texts: Texts, field: str = "") -> bool:
    """Whether `texts` (only its `field`, if given) contain the term."""
    return any(
        (not field or name == field)
        and (contains(sought, text) or (name in texts.names and sounds_like(sought, text)))
        for name, text in texts.fields.items()
    )


def contains(sought: Needle, text: str) -> bool:
    # The folded form stands in most texts as it is, and folding does not change what is folded.
    if any(spelling in text for spelling in sought.spellings):
        return True
    normal = normalise(text)
    return any(spelling in normal for spelling in sought.spellings)


def equals(sought: Needle, text: str) -> bool:
    return normalise(text) in sought.spellings


def sounds_like(sought: Needle, name: str) -> bool:
    if not sought.latin:
        return False
    for full, starts, initials in map(reading, name.splitlines()):
        if sought.latin in initials or any(full.startswith(sought.latin, start) for start in starts):
            return True
    return False


@lru_cache(maxsize=4096)
def reading(name: str) -> tuple[str, tuple[int, ...], str]:
    """The pinyin of `name` in one piece, where its syllables start, and the initials."""
    pieces: Sequence[str] = syllables(fold(name))
    if not "".join(pieces).isascii():
        pieces = [fold(piece) for piece in pieces]
    starts, total = [], 0
    for piece in pieces:
        starts.append(total)
        total += len(piece)
    return "".join(pieces), tuple(starts), "".join([piece[:1] for piece in pieces])
