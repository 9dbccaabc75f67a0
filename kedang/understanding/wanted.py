"""From parts of a suggestion to the state of the document that accepting them asks for; the ruled name follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kedang.documents.models import Document, DocumentTag, DocumentValue
from kedang.documents.naming import Naming, Rules, facts_of, ruled_name
from kedang.documents.states import State
from kedang.documents.values import read_fields
from kedang.filing.file_names import split_extension
from kedang.filing.folders import ensure_folder, standard_path
from kedang.filing.models import DocumentType
from kedang.filing.naming import follows
from kedang.understanding.parts import DATE, FIELD, TAG, TYPE, Part


@dataclass(frozen=True)
class _Present:
    """What a document has, and what it would have."""

    document: Document
    fields: dict[str, str]
    type: DocumentType | None
    day: date | None


def state_wanted(document: Document, parts: Sequence[Part], edited: Mapping[str, str] | None = None) -> State:
    """`document` is locked; `edited`: key → what a person wrote instead. In the caller's transaction."""
    filled = read_fields(document, list(DocumentValue.objects.filter(document=document)))
    values = {part.key: _value(part, edited or {}) for part in parts}
    wanted: State = {}
    kind = document.type
    if TYPE in values:
        wanted["type"] = values[TYPE]
        kind = DocumentType.objects.filter(pk=values[TYPE]).first() or kind
    if DATE in values:
        wanted["document_date"] = values[DATE]
    fields = {part.name: values[part.key] for part in parts if part.kind == FIELD}
    if fields:
        wanted["fields"] = filled | fields
    tags = [part.value for part in parts if part.kind == TAG]
    if tags:
        there = DocumentTag.objects.filter(document=document).values_list("tag_id", flat=True)
        wanted["tags"] = sorted({*there, *tags})
    return wanted | _place(document, kind, wanted) | _name(document, kind, filled, wanted)


def _value(part: Part, edited: Mapping[str, str]) -> Any:
    if part.key not in edited:
        return part.value
    return (
        int(edited[part.key])
        if part.kind == TYPE and edited[part.key].isascii() and edited[part.key].isdigit()
        else edited[part.key]
    )


def _place(document: Document, kind: DocumentType | None, wanted: State) -> State:
    """What lay where untyped papers lie goes to the place of its type; what a person put elsewhere stays."""
    if "type" not in wanted or document.type is not None or kind is None:
        return {}
    project = document.project.name if document.project else ""
    if document.folder.path != standard_path(document.customer, "", project=project):
        return {}
    path = standard_path(document.customer, kind.code, project=project)
    return {"folder": ensure_folder(document.customer, path).pk} if path != document.folder.path else {}


def _name(document: Document, kind: DocumentType | None, filled: dict[str, str], wanted: State) -> State:
    """A name that followed the rule follows it again; one that a person chose stays."""
    rules = Rules()
    before = _naming(document, document.type, document.document_date, filled)
    if not follows(rules.rule_for(document.type), facts_of(before), document.name):
        return {}
    day = wanted.get("document_date")
    after = _naming(
        document,
        kind,
        _day(str(day)) if day else document.document_date,
        wanted.get("fields", filled),
    )
    name = ruled_name(after, rules)
    return {"name": name} if split_extension(name)[0] != split_extension(document.name)[0] else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # what is wrong with it is said when the state is checked


def _naming(
    document: Document, kind: DocumentType | None, day: date | None, fields: Mapping[str, str]
) -> Naming:
    return Naming(
        customer=document.customer,
        original_name=document.original_name,
        type=kind,
        project=document.project,
        document_date=day,
        title=document.title,
        fields=fields,
    )
