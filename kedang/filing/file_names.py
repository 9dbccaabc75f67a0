"""File names that Windows, macOS and Linux all take, and that look the same on each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MOST_BYTES = 255  # ext4 counts bytes, NTFS and APFS count characters: bytes are the narrowest
NAMELESS = "未命名"
# Forbidden on Windows; their full-width twins look alike and can be turned back.
_TWINS = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in '<>:"/\\|?*'})
_ORIGINALS = str.maketrans({chr(ord(c) + 0xFEE0): c for c in '<>:"/\\|?*'})
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?=[A-Za-z0-9]{0,9}[A-Za-z])[A-Za-z0-9]{1,10}")
_COUNTED = re.compile(r"_([2-9]|[1-9][0-9]{1,5})")


def safe_name(name: str) -> str:
    """`name` as every system takes it. Idempotent; the extension survives."""
    name = safe_part(name)
    while (better := _mended(name)) != name:
        name = better
    return name


def safe_part(value: str) -> str:
    """A value that goes into a name: visible characters only, the forbidden ones as their twins."""
    # Twice NFC: taking out an invisible character can bring a letter and its accent together.
    composed = unicodedata.normalize("NFC", value)
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or not _is_hidden(c))
    return re.sub(r" {2,}", " ", unicodedata.normalize("NFC", visible).translate(_TWINS)).strip(" ")


def look_back(name: str) -> str:
    """The characters that `safe_name` replaced by their full-width twins."""
    return name.translate(_ORIGINALS)


def split_extension(name: str) -> tuple[str, str]:
    """`合同.v2.PDF` → (`合同.v2`, `.PDF`). A name that is all extension has none."""
    dot = name.rfind(".")
    if dot > 0 and _EXTENSION.fullmatch(name, dot):
        return name[:dot], name[dot:]
    return name, ""


def unique_name(name: str, taken: Container[str]) -> str:
    """`name`, or with `_2`, `_3` … the first that is not in `taken` (compared by `name_key`)."""
    name = safe_name(name)
    stem, extension = split_extension(name)
    candidate, count = name, 1
    while name_key(candidate) in taken:
        count += 1
        suffix = f"_{count}{extension}"
        candidate = cut(stem, MOST_BYTES - len(suffix)) + suffix
    return candidate


def name_key(name: str) -> str:
    """Equal for names that Windows or macOS would hold to be the same file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def without_count(name: str) -> str:
    """`ABC公司_20231001_合同_2.pdf` → `ABC公司_20231001_合同.pdf`."""
    stem, extension = split_extension(name)
    head, mark, number = stem.rpartition("_")
    return head + extension if head and _COUNTED.fullmatch(mark + number) else name


def cut(text: str, most_bytes: int) -> str:
    """`text` shortened to `most_bytes` of UTF-8, never inside a character or before its accents."""
    if len(text.encode()) <= most_bytes:
        return text
    end = len(text.encode()[:most_bytes].decode(errors="ignore"))
    while end and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip(" .")


def _mended(name: str) -> str:
    """One step: not hidden (`.x`), not scratch (`~$x`), no end that Windows drops, no device, not empty."""
    name = name.lstrip(" .").removeprefix("~$").rstrip(" .")
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip(" ")):
        name = f"_{name}"
    stem, extension = split_extension(name)
    return cut(stem, MOST_BYTES - len(extension)) + extension or NAMELESS


def _is_hidden(character: str) -> bool:
    """Control, bidi, zero-width, half a surrogate pair, not a character at all.

    Unassigned and private ones stay: rare characters in names may be newer than this Python.
    """
    point = ord(character)
    no_character = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
    return no_character or unicodedata.category(character) in {"Cc", "Cf", "Cs"}
