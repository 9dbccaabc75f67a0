"""Where a text says what was asked for, with the place marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kedang.search.compiling import Text
from kedang.search.index import Stored
from kedang.search.matching import Needle, contains, normalise_with_map, sounds_like

_BEFORE, _AFTER = 24, 72
_CLOSE = 120
_SPACES = re.compile(r"\s+")


class Snippet(NamedTuple):
    field: str
    html: SafeString


def snippets(
    texts: Sequence[Text], entries: Sequence[Stored], masked: Collection[str] = (), most: int = 3
) -> list[Snippet]:
    """One for each field that holds a term, up to `most`; of `masked` ones only what was typed is shown."""
    sought = [each.sought for each in texts]
    found: dict[str, Snippet] = {}
    for asked in texts:
        for entry in entries:
            for field, text in entry.texts.fields.items():
                if field in found or (asked.fields and field not in asked.fields):
                    continue
                if contains(asked.sought, text):
                    found[field] = Snippet(
                        field, concealed(text, sought) if field in masked else marked(text, sought)
                    )
                elif field in entry.texts.names and sounds_like(asked.sought, text):
                    found[field] = Snippet(field, _plain(text[: _BEFORE + _AFTER]))
            if len(found) >= most:
                return list(found.values())[:most]
    return list(found.values())


def marked(text: str, sought: Sequence[Needle]) -> SafeString:
    """The surroundings of the first hit, escaped, with every hit in them in `<mark>`."""
    begin, finish = _surroundings(text, sought)
    before, after, text = begin > 0, finish < len(text), text[begin:finish]
    spans = _spans(text, sought)
    if not spans:
        return _plain(text[: _BEFORE + _AFTER])
    start = max(0, spans[0][0] - _BEFORE)
    end = min(len(text), max(spans[0][1], start + _BEFORE + _AFTER))
    html, at = "…" if start or before else "", start
    for first, last in spans:
        if first >= at and last <= end:
            html += _plain(text[at:first]) + "<mark>" + _plain(text[first:last]) + "</mark>"
            at = last
    html += _plain(text[at:end]) + ("…" if end < len(text) or after else "")
    return mark_safe(html)  # noqa: S308  # every piece of text in it is escaped


def _surroundings(text: str, sought: Sequence[Needle]) -> tuple[int, int]:
    """Where to look closely: folding a long text with its places costs more than finding it."""
    literal = [text.find(spelling) for needle in sought for spelling in needle.spellings]
    found = min((at for at in literal if at >= 0), default=None)
    if found is None or len(text) <= _CLOSE:
        return 0, len(text)
    return max(0, found - _BEFORE), found + _CLOSE


def concealed(text: str, sought: Sequence[Needle]) -> SafeString:
    """The line of the first hit, all of it but the hits in stars."""
    first = next(iter(_spans(text, sought)), (0, 0))[0]
    start = text.rfind("\n", 0, first) + 1
    line = text[start:].partition("\n")[0]
    spans = _spans(line, sought)
    hidden = "".join(
        character if any(a <= at < b for a, b in spans) or not character.isalnum() else "*"
        for at, character in enumerate(line)
    )
    return marked(hidden, sought)


def _spans(text: str, sought: Sequence[Needle]) -> list[tuple[int, int]]:
    normal, places = normalise_with_map(text)
    spans: list[tuple[int, int]] = []
    for spelling in {spelling for needle in sought for spelling in needle.spellings}:
        at = normal.find(spelling)
        while at >= 0 and len(spans) < 50:
            spans.append((places[at], places[at + len(spelling) - 1] + 1))
            at = normal.find(spelling, at + len(spelling))
    return sorted(spans)


def _plain(text: str) -> SafeString:
    return escape(_SPACES.sub(" ", text))
