"""Kinds of things that are indexed, and how an entry's id tells kind and subject.

An id is `kind · subject · sequence`, so that the engine's own order is newest subject first, a candidate names its
subject without a look-up, and the ids of one subject are a range.
"""

from __future__ import annotations

# Numbers are stored: never change or reuse one.
NUMBERS = {
    "customer": 1,
    "document": 2,
    "folder": 3,
    "person": 4,
    "interaction": 5,
    "purchase": 6,
    "need": 7,
    "project": 8,
    "task": 9,
    "comment": 10,
    "complaint": 11,
}

_KIND = 56
SUBJECT = 20
SUBJECT_MASK = (1 << (_KIND - SUBJECT)) - 1
SEQUENCES = 1 << SUBJECT


def first_id(kind: str, subject_id: int) -> int:
    return NUMBERS[kind] << _KIND | subject_id << SUBJECT


def id_range(kind: str, below: int | None = None) -> tuple[int, int]:
    """The ids of all subjects of a kind, or of those with a number lower than `below`; both ends included."""
    end = SUBJECT_MASK + 1 if below is None else below
    return NUMBERS[kind] << _KIND, (NUMBERS[kind] << _KIND) + (end << SUBJECT) - 1


def subject_of(entry_id: int) -> int:
    return entry_id >> SUBJECT & SUBJECT_MASK
