"""A suggestion in parts (类型, 日期, 字段, 标签, 客户): as JSON under the document's key, and in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core import preset_names
from kedang.customers.models import Customer, Tag
from kedang.documents import values
from kedang.documents.models import Document
from kedang.filing.models import DocumentType
from kedang.ui import words

_PURPOSE = "document"
_AAD, _UNDO = b"suggestion", b"suggestion:undo"
TYPE, DATE, CUSTOMER, FIELD, TAG = "type", "date", "customer", "field", "tag"


@dataclass(frozen=True)
class Part:
    """One thing suggested. `key` such as `type`, `field:amount`, `tag:7`; `value` as states have it.

    `words` decided; `page` (from 1) and the offsets say where in the text; `by`: rules, learnt, text, customer.
    """

    key: str
    value: Any
    confidence: float
    words: list[str] = field(default_factory=list)
    by: str = "text"
    page: int = 0
    start: int = 0
    end: int = 0

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """Of a field or tag."""
        return self.key.partition(":")[2]

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)


@dataclass(frozen=True)
class Payload:
    """`declined`: key → value that a person did not want. `inputs`: what it rests on, so that it can be explained."""

    parts: list[Part] = field(default_factory=list)
    declined: dict[str, Any] = field(default_factory=dict)
    warnings: list[dict[str, str]] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> list[Part]:
        """Without what was declined, and without customers: moving to another customer is a decision of its own."""
        return [part for part in self.parts if not self.is_declined(part) and part.kind != CUSTOMER]

    @property
    def customer(self) -> Part | None:
        return next((p for p in self.parts if p.kind == CUSTOMER and not self.is_declined(p)), None)

    def is_declined(self, part: Part) -> bool:
        return part.key in self.declined and self.declined[part.key] == part.value

    @property
    def confidence(self) -> float:
        """Of the least sure part."""
        return min((part.confidence for part in self.open), default=0.0)

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


def seal(document: Document, payload: Payload) -> bytes:
    plain = json.dumps(asdict(payload), ensure_ascii=False, separators=(",", ":"))
    return vault.seal(document.key_owner, _PURPOSE, plain.encode("utf-8", "replace"), aad=_AAD)


def unseal_many(rows: Sequence[tuple[Document, bytes | memoryview]]) -> list[Payload]:
    opened = vault.unseal_many([(bytes(sealed), doc.key_owner, _PURPOSE, _AAD) for doc, sealed in rows])
    return [_payload(plain) for plain in opened]


def seal_undo(document: Document, undo: dict[str, Any]) -> bytes:
    return vault.seal(document.key_owner, _PURPOSE, json.dumps(undo).encode(), aad=_UNDO)


def unseal_undo(document: Document, sealed: bytes | memoryview) -> dict[str, Any]:
    plain = vault.unseal(bytes(sealed), owner=document.key_owner, purpose=_PURPOSE, aad=_UNDO)
    undo: dict[str, Any] = json.loads(plain)
    return undo


@dataclass(frozen=True)
class Shown:
    """A part as a reader sees it. `present`: what the document says now."""

    part: Part
    label: str
    words: str
    present: str = ""
    masked: bool = False


class Names:
    """The types, tags and customers that parts speak of, read once; customers within the reader's rights only."""

    def __init__(self, payloads: Sequence[Payload], customers: dict[int, Customer]) -> None:
        every = [part for payload in payloads for part in payload.parts]
        self.types = DocumentType.objects.in_bulk([p.value for p in every if p.kind == TYPE])
        self.tags = Tag.objects.in_bulk([p.value for p in every if p.kind == TAG])
        self.customers = customers

    def shown(self, part: Part, document: Document, filled: dict[str, str]) -> Shown | None:
        """None: what it names is gone, or hidden from the reader."""
        if part.kind == TYPE:
            known = self.types.get(part.value)
            now = preset_names.shown(document.type.name) if document.type else ""
            return Shown(part, _("类型"), preset_names.shown(known.name), now) if known else None
        if part.kind == DATE:
            now = words.day(document.document_date) if document.document_date else ""
            return Shown(part, _("日期"), words.day(date.fromisoformat(part.value)), now)
        if part.kind == TAG:
            tag = self.tags.get(part.value)
            return Shown(part, _("标签"), preset_names.shown(tag.name)) if tag else None
        if part.kind == CUSTOMER:
            customer = self.customers.get(part.value)
            return Shown(part, _("客户"), customer.name, document.customer.name) if customer else None
        return self._field(part, document, filled)

    def _field(self, part: Part, document: Document, filled: dict[str, str]) -> Shown | None:
        declared = self._declared(part, document)
        if declared is None:
            return None
        label = preset_names.shown(declared["label"])
        told = values.shown(declared, part.value)
        return Shown(
            part,
            label,
            told,
            values.shown(declared, filled.get(part.name, "")),
            told != part.value and declared.get("personal", False),
        )

    def _declared(self, part: Part, document: Document) -> dict[str, Any] | None:
        types = [document.type, *self.types.values()]
        for each in types:
            for declared in each.fields if each else ():
                if declared["key"] == part.name:
                    found: dict[str, Any] = declared
                    return found
        return None


def _payload(plain: bytes | None) -> Payload:
    if plain is None:
        return Payload()
    kept = json.loads(plain)
    return Payload(
        [Part(**part) for part in kept["parts"]], kept["declined"], kept["warnings"], kept["inputs"]
    )
