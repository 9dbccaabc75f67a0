"""What lies in folders belongs to higher rooms; they say here whether a folder is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# counter(folder ids) → how many things lie in them
Counter = Callable[[Sequence[int]], int]
_counters: list[Counter] = []


def register_contents(counter: Counter) -> None:
    if counter not in _counters:
        _counters.append(counter)


def count_contents(folder_ids: Sequence[int]) -> int:
    return sum(counter(folder_ids) for counter in _counters)
