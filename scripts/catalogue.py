"""Compile .po into .mo without gettext's programs: all that `make run` and the wheel need."""

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC = 0x950412DE
_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue under `root` that changed since; return those written."""
    written = []
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            partial = target.with_suffix(".mo.part")
            partial.write_bytes(to_mo(parse(source.read_text(encoding="utf-8"))))
            partial.replace(target)
            written.append(target)
    return written


def parse(text: str) -> dict[str, str]:
    """Gettext's keys (`context\\4id\\0plural`) → translations; untranslated ones are left out."""
    messages: dict[str, str] = {}
    for entry in _entries(text):
        if "msgid" not in entry:
            continue
        key = entry["msgid"]
        if "msgctxt" in entry:
            key = f"{entry['msgctxt']}\4{key}"
        if "msgid_plural" in entry:
            key += "\0" + entry["msgid_plural"]
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
        if all(forms):
            messages[key] = "\0".join(forms)
    return messages


def _entries(text: str) -> Iterator[dict[str, str]]:
    """An entry ends where the next one's comment or key begins; fuzzy and obsolete ones count as untranslated."""
    fields: dict[str, str] = {}
    name, is_fuzzy = "", False
    for line in (*map(str.strip, text.splitlines()), 'msgid ""'):
        if line.startswith(("#", "msgctxt", "msgid ")) and any(key.startswith("msgstr") for key in fields):
            if not is_fuzzy:
                yield fields
            fields, is_fuzzy = {}, False
        if line.startswith("#,"):
            is_fuzzy = "fuzzy" in line
        if line.startswith("msg"):
            name, _, line = line.partition(" ")
            fields[name] = ""
        if line.startswith('"'):
            fields[name] += ast.literal_eval(line)


def to_mo(messages: dict[str, str]) -> bytes:
    """The layout of GNU gettext's manual ("The Format of GNU MO Files"), without a hash table."""
    if "charset=" not in messages.get("", ""):
        messages = {**messages, "": messages.get("", "") + _HEADER}
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count = len(pairs)
    header = 7 * 4
    start = header + 16 * count
    keys, values, strings = b"", b"", b""
    for key, _value in pairs:
        keys += struct.pack("<II", len(key), start + len(strings))
        strings += key + b"\0"
    for _key, value in pairs:
        values += struct.pack("<II", len(value), start + len(strings))
        strings += value + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, header, header + 8 * count, 0, header + 16 * count)
    return head + keys + values + strings
