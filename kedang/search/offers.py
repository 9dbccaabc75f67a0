"""What the palette can do with a line besides searching for it: rooms above register how they read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kedang.core.actor import Actor


@dataclass(frozen=True)
class Offer:
    """One way on. `url` leads there; `post` does it at once with `fields` (the answer: JSON text and undo);
    `fill` goes on typing; `compose` is left for the page at `url` to begin with.
    """

    title: str
    icon: str
    hint: str = ""
    snippet: str = ""
    url: str = ""
    post: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    fill: str = ""
    compose: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields_json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)

    @property
    def compose_json(self) -> str:
        return json.dumps(self.compose, ensure_ascii=False) if self.compose else ""


Reader = Callable[[str, Actor], list[Offer]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    if reader not in _readers:
        _readers.append(reader)


def offers(line: str, actor: Actor) -> list[Offer]:
    return [offer for read in _readers for offer in read(line, actor)]
