"""Text brought to the one form in which it is searched and compared.

Every character is folded by itself (NFKD without marks → 繁→简 → case), so that a text can be folded piece by
piece and each folded character knows where it came from. Folding what is folded changes nothing.
"""

import unicodedata
from functools import lru_cache

from opencc import OpenCC


def fold(text: str) -> str:
    """`ＡＢＣ臺灣` → `abc台湾`. Same length is not promised: `㈱` → `(株)`, a joiner → nothing."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and for each of its characters the position in `text` that it came from."""
    pieces = [_TABLE[ord(character)] for character in text]
    folded = "".join(pieces)
    if len(folded) == len(pieces) and all(pieces):  # one for one, as nearly always
        return folded, list(range(len(pieces)))
    return folded, [position for position, piece in enumerate(pieces) for _character in piece]


class _Table(dict[int, str]):
    """Filled as characters are met: few texts need more than some thousand of them."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _Table()


def _fold_character(character: str) -> str:
    folded = _once(character)
    while (again := "".join(map(_once, folded))) != folded:
        folded = again
    return folded


def _once(character: str) -> str:
    kept = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        # Marks and what is invisible (joiners, direction signs) make equal words differ.
        if unicodedata.category(part) not in {"Mn", "Me", "Cf"}
    )
    if any(ord(part) > 0x2E7F for part in kept):
        kept = _simplified().convert(kept)
    return kept.casefold()


@lru_cache(maxsize=1)
def _simplified() -> OpenCC:
    return OpenCC("t2s")
