"""What a load does, step by step: the items of its run, decided by two numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kedang.demo.doubles import DOUBLES
from kedang.demo.flaws import FLAWS
from kedang.demo.kinship import KIN
from kedang.demo.registering import has_story
from kedang.demo.segmenting import SEGMENTS
from kedang.demo.teaming import is_spoken_of

Item = list[Any]  # what it is, the customer's index, the document's index
HOUSE, CUSTOMER, STORY, DOCUMENT, VERSION = "house", "customer", "story", "document", "version"
DEALING = "dealing"
DOUBLE = "double"
KINSHIP = "kinship"
SEGMENT = "segment"
FLAW = "flaw"
TEAM = "team"
_CUSTOMERS_PER_CHUNK, _DOCUMENTS_PER_CHUNK = 20, 20
_KNOWN_SHARE = 12  # every twelfth document at most is ABC公司's


@dataclass(frozen=True)
class Size:
    customers: int
    documents: int

    @property
    def of_known(self) -> int:
        return min(30, self.documents // _KNOWN_SHARE)

    @property
    def doubles(self) -> list[int]:
        """Whom somebody entered a second time."""
        return [index for index in DOUBLES if index < self.customers]

    def documents_of(self, index: int) -> int:
        """ABC公司 has a full folder, the others share the rest as evenly as it goes."""
        if index == 0:
            return self.of_known
        each, more = divmod(self.documents - self.of_known, self.customers - 1)
        return each + (index <= more)


FULL, SMALL = Size(300, 2000), Size(30, 100)


def chunks_of(size: Size) -> list[list[Item]]:
    """The house first; nothing is filed for a customer before it is there."""
    everyone = range(size.customers)
    documents = [[DOCUMENT, i, j] for i in everyone for j in range(size.documents_of(i))]
    return [
        [[HOUSE]],
        *_batched(([CUSTOMER, i] for i in everyone), _CUSTOMERS_PER_CHUNK),
        *_batched(documents, _DOCUMENTS_PER_CHUNK),
        *_batched(([VERSION, i, 0] for i in everyone if has_versions(size, i)), _DOCUMENTS_PER_CHUNK),
        *_batched(([STORY, i] for i in everyone if has_story(i)), _CUSTOMERS_PER_CHUNK),
        *_batched(([DEALING, i] for i in everyone), _CUSTOMERS_PER_CHUNK),
        [[DOUBLE, i] for i in size.doubles],
        [[KINSHIP, i] for i, (_role, other) in KIN.items() if max(i, other) < size.customers],
        [[SEGMENT, i] for i in range(len(SEGMENTS))],
        [[FLAW, i] for i in FLAWS if i < size.customers],
        *_batched(([TEAM, i] for i in everyone if is_spoken_of(i)), _CUSTOMERS_PER_CHUNK),
    ]


def has_versions(size: Size, index: int) -> bool:
    """Whose first document has a second version (every other of these goes back to the first: a third)."""
    return index % 10 == 0 and size.documents_of(index) > 0


def of_kind(items: Iterable[Item], kind: str) -> list[Item]:
    matches: Callable[[Item], bool] = lambda item: item[0] == kind  # noqa: E731
    return [item for item in items if matches(item)]


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
