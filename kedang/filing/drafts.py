"""A folder template while it is being written: rows that move up, down, in and out; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from kedang.access.words import Clearance

MOST_ROWS = 400


@dataclass(frozen=True)
class Row:
    """One folder as a line of the editor; `depth` 0 is the top."""

    name: str = ""
    depth: int = 0
    key: str = ""
    classification: int = Clearance.PUBLIC


def rows_of(nodes: Sequence[Mapping[str, Any]], depth: int = 0) -> list[Row]:
    rows: list[Row] = []
    for node in nodes:
        level = node.get("classification") or Clearance.PUBLIC
        rows.append(Row(node["name"], depth, node.get("key", ""), level))
        rows += rows_of(node.get("children", ()), depth + 1)
    return rows


def nodes_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    levels = [top]
    for row in _sound(rows):
        node: dict[str, Any] = {"key": row.key, "name": row.name, "children": []}
        if row.classification != Clearance.PUBLIC:
            node["classification"] = row.classification
        del levels[row.depth + 1 :]
        levels[-1].append(node)
        levels.append(node["children"])
    return top


def read_rows(sent: QueryDict) -> list[Row]:
    """The rows as the editor sent them, in their order."""
    columns = [sent.getlist(name)[:MOST_ROWS] for name in ("name", "depth", "key", "classification")]
    return [
        Row(name.strip(), _number(depth), key, _level(level))
        for name, depth, key, level in zip(*columns, strict=False)
    ]


def change_rows(rows: Sequence[Row], deed: str) -> list[Row]:
    """`up:3`, `down:3`, `in:3`, `out:3`, `remove:3`, `add` (at the end), `add:3` (below row 3, inside it)."""
    verb, _colon, place = deed.partition(":")
    if verb == "add" and not place:
        return [*rows, Row()]
    at = _number(place)
    if at >= len(rows):
        return list(rows)
    return _sound(_DEEDS[verb](list(rows), at)) if verb in _DEEDS else list(rows)


def _add(rows: list[Row], at: int) -> list[Row]:
    end = _end(rows, at)
    return [*rows[:end], Row(depth=rows[at].depth + 1), *rows[end:]]


def _remove(rows: list[Row], at: int) -> list[Row]:
    return [*rows[:at], *rows[_end(rows, at) :]]


def _in(rows: list[Row], at: int) -> list[Row]:
    return _shift(rows, at, 1) if at and rows[at - 1].depth >= rows[at].depth else rows


def _out(rows: list[Row], at: int) -> list[Row]:
    return _shift(rows, at, -1) if rows[at].depth else rows


def _shift(rows: list[Row], at: int, by: int) -> list[Row]:
    end = _end(rows, at)
    return [*rows[:at], *(replace(row, depth=row.depth + by) for row in rows[at:end]), *rows[end:]]


def _up(rows: list[Row], at: int) -> list[Row]:
    """Before the sibling above it, each with all below it."""
    above = next((n for n in range(at - 1, -1, -1) if rows[n].depth <= rows[at].depth), -1)
    if above < 0 or rows[above].depth < rows[at].depth:
        return rows
    end = _end(rows, at)
    return [*rows[:above], *rows[at:end], *rows[above:at], *rows[end:]]


def _down(rows: list[Row], at: int) -> list[Row]:
    below = _end(rows, at)
    return _up(rows, below) if below < len(rows) and rows[below].depth == rows[at].depth else rows


def _end(rows: Sequence[Row], at: int) -> int:
    """Where what lies below the row at `at` ends."""
    return next((n for n in range(at + 1, len(rows)) if rows[n].depth <= rows[at].depth), len(rows))


def _sound(rows: Sequence[Row]) -> list[Row]:
    """No row deeper than one below the row before it."""
    sound: list[Row] = []
    for row in rows:
        most = sound[-1].depth + 1 if sound else 0
        sound.append(replace(row, depth=max(0, min(row.depth, most))))
    return sound


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _level(text: str) -> int:
    level = _number(text)
    return level if level in Clearance.values else Clearance.PUBLIC


_DEEDS = {"add": _add, "remove": _remove, "in": _in, "out": _out, "up": _up, "down": _down}
