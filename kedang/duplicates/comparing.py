"""Two records side by side: what differs and is to be chosen, what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kedang.customers.history import Words
from kedang.customers.merging import parts
from kedang.customers.models import Customer
from kedang.customers.record import load_states
from kedang.duplicates.choosing import Choice, choices_of, is_newer

_SHOWN_ABOVE = {"people", "contacts"}


@dataclass(frozen=True)
class ShownChoice:
    """Values as shown: what is personal is masked."""

    choice: Choice
    target: str
    source: str


@dataclass(frozen=True)
class Going:
    """How many of one kind go along from the source."""

    label: str
    target: int
    source: int


@dataclass(frozen=True)
class Comparison:
    target: Customer
    source: Customer
    choices: list[ShownChoice]
    contacts: tuple[list[str], list[str]]
    going: list[Going]


def compare(target: Customer, source: Customer) -> Comparison:
    states = load_states([target, source])
    ours, theirs = states[target.pk], states[source.pk]
    choices = choices_of(ours, theirs, source_is_newer=is_newer(source, target))
    changes = [{"field": one.key, "old": one.target, "new": one.source} for one in choices]
    words = Words(changes, plain=False)
    return Comparison(
        target,
        source,
        [ShownChoice(one, words.of(one.key, one.target), words.of(one.key, one.source)) for one in choices],
        (_contacts(words, ours), _contacts(words, theirs)),
        _going(target.pk, source.pk),
    )


def keeps(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """(the one that stays, the one that goes into it): who has more stays, else the older."""
    have = {row.pk: sum(part.count(row.pk) for part in parts()) for row in (one, other)}
    first, second = sorted((one, other), key=lambda row: (-have[row.pk], row.pk))
    return first, second


def _contacts(words: Words, state: dict[str, Any]) -> list[str]:
    keys = [key for key in state if key.partition(":")[0] in {"contact", "person"} and state[key]]
    return [words.of(key, state[key]) for key in keys]


def _going(target_id: int, source_id: int) -> list[Going]:
    found = [
        Going(str(part.label), part.count(target_id), part.count(source_id))
        for part in parts()
        if part.name not in _SHOWN_ABOVE
    ]
    return [one for one in found if one.target or one.source]
