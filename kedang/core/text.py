"""Names and words brought to the form in which they are compared."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from kedang.core.folding import fold, fold_with_map
from kedang.core.pinyin import Pinyin, pinyin_keys, syllables

__all__ = ["Pinyin", "fold", "fold_with_map", "match_key", "pinyin_keys", "simplify", "syllables", "tidy"]

_BRACKETS = str.maketrans("〔【[{〈《「『〖〕】]}〉》」』〗", "((((((((()))))))))")
# Spaces, and what is invisible but makes two equal names differ.
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]+")
_BLANKS = re.compile(r"[ \t\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@lru_cache(maxsize=8192)
def match_key(name: str) -> str:
    """Equal for two spellings of one legal name (domain rules §3)."""
    key = _DROPPED.sub("", unicodedata.normalize("NFKC", name)).translate(_BRACKETS)
    return simplify(key).upper()


def simplify(text: str) -> str:
    """繁体 → 简体."""
    return text if text.isascii() else _converter().convert(text)


def tidy(text: str) -> str:
    """As a person typed it, without control characters, outer and doubled spaces. Newlines stay."""
    if not text.isprintable():
        return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip()


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
