"""How many documents of one label bore each feature; kept as packed figures."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

# Beyond this many different features those seen once are let go.
MOST = 60_000


@dataclass
class Counts:
    documents: int = 0
    of: dict[int, int] = field(default_factory=dict)

    def add(self, features: Iterable[int]) -> None:
        self.documents += 1
        for feature in features:
            self.of[feature] = self.of.get(feature, 0) + 1
        if len(self.of) > MOST:
            self.of = {feature: count for feature, count in self.of.items() if count > 1}

    def take(self, features: Iterable[int]) -> None:
        """As if it had never been added."""
        self.documents = max(0, self.documents - 1)
        for feature in features:
            left = self.of.get(feature, 0) - 1
            if left > 0:
                self.of[feature] = left
            else:
                self.of.pop(feature, None)


def pack(counts: Counts) -> bytes:
    keys = sorted(counts.of)
    return zlib.compress(array("I", keys).tobytes() + array("I", [counts.of[k] for k in keys]).tobytes(), 1)


def unpack(documents: int, packed: bytes) -> Counts:
    figures = array("I")
    figures.frombytes(zlib.decompress(packed))
    half = len(figures) // 2
    return Counts(documents, dict(zip(figures[:half], figures[half:], strict=True)))


def pack_features(features: Iterable[int]) -> bytes:
    return zlib.compress(array("I", sorted(features)).tobytes(), 1)


def unpack_features(packed: bytes) -> list[int]:
    figures = array("I")
    figures.frombytes(zlib.decompress(packed))
    return list(figures)
