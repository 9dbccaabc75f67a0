"""Writing the index: in the transaction of the change, in bulk.

index.write([Entry("customer", 17, 17, "facts", {"name": "华信"}, owner="customer:17", purpose="profile")])
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from kedang import vault
from kedang.core.compact import compact
from kedang.core.rows import insert_values
from kedang.search import tokens
from kedang.search.engines import engine
from kedang.search.kinds import SEQUENCES, first_id
from kedang.search.matching import LONGEST_TERM, Texts
from kedang.search.models import IndexEntry

# Fields found by their reading too, in every room.
NAMES = frozenset({"name", "short_name", "people", "title"})
# A longer text becomes several entries; they overlap by more than the longest term, so nothing falls between.
LONGEST_TEXT = 60_000
_OVERLAP = 4 * LONGEST_TERM
_WORTH_PACKING = 600
_BATCH = 500
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Entry(NamedTuple):
    """The texts of one part of a subject, by field. No texts: the part has none any more."""

    kind: str
    subject_id: int
    customer_id: int | None
    part: str
    texts: Mapping[str, str]
    owner: str
    purpose: str
    # Those of `texts`, where somebody made them before; otherwise they are made here.
    tokens: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A live entry, read."""

    id: int
    part: str
    texts: Texts


def write(entries: Iterable[Entry]) -> None:
    """Insert `entries` and mark dead what was written of the same parts before."""
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        _write(batch)


def enter(entries: Iterable[Entry]) -> None:
    """Insert `entries` of subjects that are new: nothing was written of them before."""
    waiting = iter(entries)
    following: Counter[int] = Counter()
    while batch := list(islice(waiting, _BATCH)):
        _insert(batch, following)


def forget(kind: str, subject_ids: Collection[int]) -> None:
    """Mark everything written of these subjects dead."""
    known = _known([(kind, subject_id) for subject_id in subject_ids])
    _mark_dead([entry_id for entry_id, _part, is_dead in known if not is_dead])


def rehome(kind: str, subject_ids: Sequence[int], customer_id: int) -> None:
    """What was written of these subjects belongs to another customer now; its tokens stay as they are.

    Entries sealed under the former customer's key are sealed again under the new one's.
    """
    owner = f"customer:{customer_id}"
    for start in range(0, len(subject_ids), _BATCH):
        subjects = [(kind, subject_id) for subject_id in subject_ids[start : start + _BATCH]]
        rows = _rows("e.id, e.owner", subjects)
        IndexEntry.objects.filter(id__in=[row[0] for row in rows]).update(customer_id=customer_id)
        if any(row[1].startswith("customer:") and row[1] != owner for row in rows):
            whole = _rows("e.id, e.owner, e.purpose, e.sealed", subjects)
            _reseal([row for row in whole if row[1].startswith("customer:") and row[1] != owner], owner)


def read(kind: str, subject_ids: Sequence[int]) -> dict[int, list[Stored]]:
    """The texts of these subjects' live entries; entries whose key was destroyed are left out."""
    found: dict[int, list[Stored]] = {subject_id: [] for subject_id in subject_ids}
    rows = _rows(
        "e.id, e.part, e.owner, e.purpose, e.sealed",
        [(kind, subject_id) for subject_id in found],
        "NOT e.is_dead",
    )
    for row, texts in zip(rows, unseal([(row[4], row[2], row[3], row[0]) for row in rows]), strict=True):
        if texts is not None:
            found[(row[0] - first_id(kind, 0)) // SEQUENCES].append(Stored(row[0], row[1], texts))
    return found


def unseal(sealed: Sequence[tuple[bytes, str, str, int]]) -> list[Texts | None]:
    """`(sealed, owner, purpose, entry id)` each."""
    plain = vault.unseal_many(
        [(bytes(blob), owner, purpose, _aad(entry_id)) for blob, owner, purpose, entry_id in sealed]
    )
    return [None if text is None else _unpack(text) for text in plain]


def _reseal(rows: Sequence[tuple[Any, ...]], owner: str) -> None:
    opened = vault.unseal_many([(bytes(blob), old, purpose, _aad(pk)) for pk, old, purpose, blob in rows])
    known = [(row, plain) for row, plain in zip(rows, opened, strict=True) if plain is not None]
    closed = vault.seal_many([(owner, row[2], plain, _aad(row[0])) for row, plain in known])
    IndexEntry.objects.bulk_update(
        [
            IndexEntry(id=row[0], owner=owner, sealed=body)
            for (row, _plain), body in zip(known, closed, strict=True)
        ],
        ["owner", "sealed"],
        batch_size=_BATCH,
    )


def _write(batch: Sequence[Entry]) -> None:
    batch = list({(entry.kind, entry.subject_id, entry.part): entry for entry in batch}.values())
    subjects = list(dict.fromkeys((entry.kind, entry.subject_id) for entry in batch))
    rewritten = {(first_id(entry.kind, entry.subject_id), entry.part) for entry in batch}
    following = {first_id(*subject): 0 for subject in subjects}
    dead: list[int] = []
    for entry_id, part, is_dead in _known(subjects):
        first = entry_id // SEQUENCES * SEQUENCES
        following[first] = max(following[first], entry_id - first + 1)
        if not is_dead and (first, part) in rewritten:
            dead.append(entry_id)
    _mark_dead(dead)
    _insert(batch, following)


def _insert(batch: Sequence[Entry], following: dict[int, int]) -> None:
    written: list[tuple[int, Entry, Texts]] = []
    for entry in batch:
        first = first_id(entry.kind, entry.subject_id)
        for texts in _pieces(entry):
            written.append((first + following[first], entry, texts))
            following[first] += 1
    sealed = vault.seal_many(
        [(entry.owner, entry.purpose, _pack(texts), _aad(number)) for number, entry, texts in written]
    )
    rows = [
        (number, entry.customer_id, entry.part, tokens.VERSION, False, entry.owner, entry.purpose, blob)
        for (number, entry, _), blob in zip(written, sealed, strict=True)
    ]
    insert_values(IndexEntry, _COLUMNS, rows)
    engine().insert([(number, _tokens(entry, texts)) for number, entry, texts in written])


def _tokens(entry: Entry, texts: Texts) -> str:
    is_whole = len(texts.fields) == len(entry.texts)
    return entry.tokens if entry.tokens is not None and is_whole else tokens.of_entry(texts)


def tokens_of(texts: Mapping[str, str]) -> str:
    """The tokens of an entry's texts, to be made before its transaction, or in another process."""
    names = NAMES.intersection(texts)
    return tokens.of_entry(Texts(texts, names)) if names else tokens.of_text("\0".join(texts.values()))


_COLUMNS = ("id", "customer_id", "part", "tokenizer_version", "is_dead", "owner", "purpose", "sealed")


def _pieces(entry: Entry) -> Iterator[Texts]:
    """The texts whole, or each long text by itself in overlapping pieces."""
    short = {field: text for field, text in entry.texts.items() if text and len(text) <= LONGEST_TEXT}
    if short:
        yield Texts(short, NAMES.intersection(short))
    for field, text in entry.texts.items():
        if len(text) > LONGEST_TEXT:
            for start in range(0, len(text) - _OVERLAP, LONGEST_TEXT - _OVERLAP):
                yield Texts({field: text[start : start + LONGEST_TEXT]})


def _known(subjects: Sequence[tuple[str, int]]) -> list[tuple[int, str, bool]]:
    return _rows("e.id, e.part, e.is_dead", subjects)


def _rows(columns: str, subjects: Sequence[tuple[str, int]], condition: str = "") -> list[tuple[Any, ...]]:
    """Rows of the entries of `subjects`, by ranges of ids."""
    found: list[tuple[Any, ...]] = []
    condition = f" WHERE {condition}" if condition else ""
    with connection.cursor() as cursor:
        for start in range(0, len(subjects), _BATCH):
            firsts = [first_id(*subject) for subject in subjects[start : start + _BATCH]]
            marks = ", ".join(["(%s, %s)"] * len(firsts))
            cursor.execute(
                f"SELECT {columns} FROM (VALUES {marks}) wanted"  # noqa: S608  # constants only
                " JOIN search_indexentry e ON e.id BETWEEN wanted.column1 AND wanted.column2" + condition,
                [bound for first in firsts for bound in (first, first + SEQUENCES - 1)],
            )
            found += cursor.fetchall()
    return found


def _mark_dead(entry_ids: Sequence[int]) -> None:
    for start in range(0, len(entry_ids), _BATCH):
        IndexEntry.objects.filter(id__in=entry_ids[start : start + _BATCH]).update(is_dead=True)


def _pack(texts: Texts) -> bytes:
    whole = [texts.fields, sorted(texts.names)]
    try:
        plain = compact(whole)
    except UnicodeEncodeError:  # half a character, out of a file: the rest of the text counts
        plain = _JSON.encode(whole).encode(errors="replace")
    return b"z" + zlib.compress(plain, 1) if len(plain) > _WORTH_PACKING else b"-" + plain


def _unpack(packed: bytes) -> Texts:
    plain = zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]
    fields, names = json.loads(plain)
    return Texts(fields, frozenset(names))


def _aad(entry_id: int) -> bytes:
    """Binds the sealed text to its place: it cannot be moved to another subject's entry."""
    return b"search:%d" % entry_id
