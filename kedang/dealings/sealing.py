"""The words of dealings, sealed under the customer's `profile` key, and read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kedang import vault
from kedang.dealings.models import Interaction, Need, Purchase

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
AADS = {Purchase: b"purchase", Interaction: b"interaction", Need: b"need"}


@dataclass(frozen=True)
class Words:
    """What is sealed of a dealing; `is_gone`: its key was destroyed."""

    text: str = ""
    names: list[str] = field(default_factory=list)
    is_gone: bool = False


def seal_all(words: Sequence[tuple[type[Any], int, Words]]) -> list[bytes | None]:
    """`(model, customer id, words)`; None where there is nothing to seal."""
    filled = [one for one in words if one[2].text or one[2].names or one[0] is not Purchase]
    sealed = iter(
        vault.seal_many(
            [(f"customer:{pk}", "profile", _packed(model, said), AADS[model]) for model, pk, said in filled]
        )
    )
    return [
        next(sealed) if said.text or said.names or model is not Purchase else None
        for model, _pk, said in words
    ]


def words_of(dealings: Iterable[Purchase | Interaction | Need]) -> dict[tuple[type[Any], int], Words]:
    """By (model, id), with one look-up for all keys."""
    rows = [one for one in dealings if _body(one) is not None]
    opened = vault.unseal_many(
        [
            (bytes(_body(one) or b""), f"customer:{one.customer_id}", "profile", AADS[type(one)])
            for one in rows
        ]
    )
    return {
        (type(one), one.pk): _unpacked(type(one), plain) if plain is not None else Words(is_gone=True)
        for one, plain in zip(rows, opened, strict=True)
    }


def words_of_one(dealing: Purchase | Interaction | Need) -> Words:
    return words_of([dealing]).get((type(dealing), dealing.pk), Words())


def column_of(model: type[Any]) -> str:
    return {Purchase: "note", Interaction: "content", Need: "text"}[model]


def _body(dealing: Purchase | Interaction | Need) -> bytes | None:
    body: bytes | None = getattr(dealing, column_of(type(dealing)))
    return body


def _packed(model: type[Any], words: Words) -> bytes:
    if model is not Interaction:
        return words.text.encode()
    return _JSON.encode({"text": words.text, "names": list(words.names)}).encode()


def _unpacked(model: type[Any], plain: bytes) -> Words:
    return Words(**json.loads(plain)) if model is Interaction else Words(plain.decode())
