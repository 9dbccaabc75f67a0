"""The exact recheck: whether a subject's texts are what was asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Model

from kedang.search.compiling import All, Any, Never, Part, Sql, Text
from kedang.search.index import Stored
from kedang.search.matching import equals, matches
from kedang.search.tokens import Wanted, decide, of_needle

# Per number of an Sql part: the subjects for which it holds.
Truths = Mapping[int, Collection[int]]


def wanted(part: Part) -> Wanted | None:
    """Tokens that some entry of every subject meeting `part` has; None: the index cannot tell."""
    if isinstance(part, Text):
        return of_needle(part.sought)
    if isinstance(part, All):
        known = [found for found in map(wanted, part.parts) if found is not None]
        return max(known, key=lambda found: min(map(len, found), default=0), default=None)
    if isinstance(part, Any):
        each = [wanted(one) for one in part.parts]
        return None if None in each else tuple(group for found in each if found for group in found)
    return None


def is_decided(part: Part) -> bool:
    """Whether having the tokens `wanted` is meeting the part; then nothing has to be decrypted to count."""
    if isinstance(part, Text):
        return not part.fields and not part.whole and decide(part.sought)
    return isinstance(part, Any) and all(map(is_decided, part.parts))


def holds(part: Part, subject_id: int, entries: Sequence[Stored], truths: Truths) -> bool:
    if isinstance(part, Text):
        return any(hit(part, entry) for entry in entries)
    if isinstance(part, Sql):
        return subject_id in truths[part.number]
    if isinstance(part, Never):
        return not holds(part.part, subject_id, entries, truths)
    each = (holds(one, subject_id, entries, truths) for one in part.parts)
    return all(each) if isinstance(part, All) else any(each)


def hit(part: Text, entry: Stored) -> bool:
    if part.whole:
        return any(
            equals(part.sought, text) for name, text in entry.texts.fields.items() if name in part.fields
        )
    if not part.fields:
        return matches(part.sought, entry.texts)
    return any(matches(part.sought, entry.texts, name) for name in part.fields)


def truths(parts: Sequence[Part], model: type[Model], subject_ids: Sequence[int]) -> dict[int, set[int]]:
    """For the columns asked for beside texts (`金额>1万 或 合同`): one query each."""
    rows = model._base_manager.filter(pk__in=subject_ids)
    return {sql.number: set(rows.filter(sql.q).values_list("pk", flat=True)) for sql in _columns(parts)}


def _columns(parts: Sequence[Part]) -> list[Sql]:
    found: list[Sql] = []
    for part in parts:
        if isinstance(part, Sql):
            found.append(part)
        elif isinstance(part, Never):
            found += _columns([part.part])
        elif isinstance(part, All | Any):
            found += _columns(part.parts)
    return found
