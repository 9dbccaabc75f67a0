"""Making the suggestions of documents that have been read. Safe to run again: the same text gives the same parts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from kedang import vault
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.customers.models import Tag
from kedang.documents import values
from kedang.documents.models import Document, DocumentTag, DocumentValue, ReadState
from kedang.filing.models import DocumentType
from kedang.understanding import lessons
from kedang.understanding.clientele import suggest_customers
from kedang.understanding.learning.counts import Counts
from kedang.understanding.learning.features import features_of
from kedang.understanding.learning.judging import Verdict, judge, weigh
from kedang.understanding.material import papers_of
from kedang.understanding.models import Suggestion
from kedang.understanding.papers.extraction import contradiction_of, date_of, fields_of
from kedang.understanding.papers.invoices import same_invoice
from kedang.understanding.papers.kinds import Kind, Paper, score_all
from kedang.understanding.papers.words import PAGE_BREAK, Found
from kedang.understanding.parts import DATE, FIELD, TAG, TYPE, Part, Payload, seal, unseal_many

# Raised whenever rules, features or extraction change: what was suggested by an older method is made anew.
METHOD = 1
OFFERED = 0.5
# A type somebody gave is doubted only by one that is this sure.
DOUBTED = 0.97
_TAG_FROM = 0.8


@dataclass(frozen=True)
class _Known:
    """What all documents of a batch are compared with."""

    types: dict[int, DocumentType]
    kinds: list[Kind]
    counts: dict[int, Counts]
    tag_counts: dict[int, Counts]
    tags: dict[int, str]
    observed: dict[int, tuple[int, int]]
    key: bytes


def understand(document_ids: Sequence[int]) -> list[int]:
    """Learn from what these documents are filed as, then suggest what they lack; the ids of those with open suggestions."""
    documents = list(
        Document.objects.available()
        .filter(pk__in=document_ids)
        .exclude(read_state=ReadState.WAITING)
        .with_places()
    )
    if not documents:
        return []
    papers, known = papers_of(documents), _known()
    features = {pk: features_of(paper, known.key) for pk, paper in papers.items()}
    verdicts = {pk: judge(score_all(papers[pk], known.kinds), known.counts, features[pk]) for pk in papers}
    _learn(documents, papers, verdicts)
    made = _parts(documents, papers, verdicts, features, known)
    return _keep(documents, made)


def _known() -> _Known:
    types = DocumentType.objects.offered().in_bulk()
    kinds = [Kind(t.pk, t.code, t.name, t.aliases, t.folder, t.formats) for t in types.values()]
    counts = {pk: each for pk, each in lessons.learnt("type").items() if pk in types}
    tag_counts = lessons.learnt("tag")
    tags = dict(Tag.objects.filter(pk__in=[pk for pk in tag_counts if pk]).values_list("pk", "name"))
    return _Known(types, kinds, counts, tag_counts, tags, lessons.reliabilities(), lessons.hashing_key())


def _learn(
    documents: Sequence[Document], papers: Mapping[int, Paper], verdicts: Mapping[int, Verdict | None]
) -> None:
    """Not from what the machine filled in: it would learn its own mistakes."""
    automatic = set(
        Suggestion.objects.filter(document__in=documents, decided_by__is_system=True).values_list(
            "document_id", flat=True
        )
    )
    taught = [each for each in documents if each.pk not in automatic]
    guesses = {pk: (v.label, v.confidence) for pk, v in verdicts.items() if v is not None}
    lessons.settle(taught, papers, guesses)


def _parts(
    documents: Sequence[Document],
    papers: Mapping[int, Paper],
    verdicts: Mapping[int, Verdict | None],
    features: Mapping[int, Mapping[int, str]],
    known: _Known,
) -> dict[int, tuple[Payload, str]]:
    """Payload and invoice of each document."""
    filled = _filled(documents)
    tagged = _tagged(documents)
    types = {each.pk: _type_of(each, verdicts[each.pk], known) for each in documents}
    found = {pk: fields_of(kind.code, papers[pk].text) if kind else [] for pk, kind in types.items()}
    customers = suggest_customers(documents, papers, found)
    made = {}
    for each in documents:
        paper, kind = papers[each.pk], types[each.pk]
        parts = [
            *_type_part(each, verdicts[each.pk], known),
            *_date_part(each, found[each.pk], paper),
            *_field_parts(kind, found[each.pk], filled[each.pk], paper),
            *_tag_parts(features[each.pk], paper, tagged[each.pk], known),
            *([customers[each.pk]] if each.pk in customers else []),
        ]
        invoice = (
            same_invoice({one.key: one.value for one in found[each.pk]})
            if kind and kind.code == "invoice"
            else ""
        )
        made[each.pk] = (
            Payload(parts, {}, _warnings(kind, paper), _inputs(each, paper, verdicts[each.pk], known)),
            invoice,
        )
    return made


def _type_of(document: Document, verdict: Verdict | None, known: _Known) -> DocumentType | None:
    if document.type is not None:
        return document.type
    if verdict is None or lessons.calibrated(verdict.confidence, known.observed) < OFFERED:
        return None
    return known.types.get(verdict.label)


def _type_part(document: Document, verdict: Verdict | None, known: _Known) -> list[Part]:
    if verdict is None or verdict.label == document.type_id:
        return []
    confidence = lessons.calibrated(verdict.confidence, known.observed)
    if confidence < (DOUBTED if document.type_id else OFFERED):
        return []
    by = "learnt" if verdict.learnt >= 0.5 else "rules"
    return [Part(TYPE, verdict.label, round(confidence, 3), verdict.words, by)]


def _date_part(document: Document, found: Sequence[Found], paper: Paper) -> list[Part]:
    """A date that a person gave stays: only one that is the day of filing, as nobody gave another, is suggested anew."""
    given = document.document_date
    day = date_of(list(found), paper.text)
    if day is None or (given is not None and given != localdate(document.created_at)):
        return []
    if given is not None and given.isoformat() == day.value:
        return []
    return [_placed(Part(DATE, day.value, day.confidence, [day.words]), day, paper.text)]


def _field_parts(
    kind: DocumentType | None, found: Sequence[Found], filled: Mapping[str, str], paper: Paper
) -> list[Part]:
    declared = {each["key"] for each in kind.fields} if kind else set()
    parts = []
    for one in found:
        if one.key not in declared or filled.get(one.key) or one.confidence < OFFERED:
            continue
        try:
            value = values.parse_fields(kind, {one.key: one.value}).get(one.key)
        except Invalid:
            continue
        if value:
            parts.append(
                _placed(Part(f"{FIELD}:{one.key}", value, one.confidence, [one.words]), one, paper.text)
            )
    order = [each["key"] for each in kind.fields] if kind else []
    return sorted(parts, key=lambda part: order.index(part.name))


def _tag_parts(features: Mapping[int, str], paper: Paper, tagged: set[int], known: _Known) -> list[Part]:
    """Tags that people put on documents like this one."""
    parts = []
    for tag, name in known.tags.items():
        if tag in tagged or known.tag_counts[tag].documents < 2:
            continue
        evidence, words = weigh(known.tag_counts, tag, features)
        confidence = 1 / (1 + math.exp(-(evidence - 1.0)))
        if confidence >= _TAG_FROM:
            parts.append(Part(f"{TAG}:{tag}", tag, round(confidence, 3), words or [name], "learnt"))
    return sorted(parts, key=lambda part: -part.confidence)[:3]


def _placed(part: Part, found: Found, text: str) -> Part:
    """On which page it stands, and where in that page's text."""
    page = text.count(PAGE_BREAK, 0, found.start) + 1
    begins = text.rfind(PAGE_BREAK, 0, found.start) + 1
    words = [word for word in part.words if word]
    return replace(part, words=words, page=page, start=found.start - begins, end=found.end - begins)


def _warnings(kind: DocumentType | None, paper: Paper) -> list[dict[str, str]]:
    contradiction = contradiction_of(kind.code, paper.text) if kind else None
    if contradiction is None:
        return []
    return [{"key": "amounts", "figures": contradiction.figures, "capitals": contradiction.capitals}]


def _inputs(document: Document, paper: Paper, verdict: Verdict | None, known: _Known) -> dict[str, Any]:
    """What the suggestion rested on; it is sealed with it."""
    return {
        "version": document.version_number,
        "characters": len(paper.text),
        "name": paper.name,
        "folder": paper.folder_node,
        "sender": paper.sender,
        "raw": verdict.confidence if verdict else None,
        "learnt": verdict.learnt if verdict else 0,
        "lessons": sum(each.documents for each in known.counts.values()),
    }


def _filled(documents: Sequence[Document]) -> dict[int, dict[str, str]]:
    rows: dict[int, list[DocumentValue]] = {document.pk: [] for document in documents}
    for row in DocumentValue.objects.filter(document__in=documents):
        rows[row.document_id].append(row)
    return {each.pk: values.read_fields(each, rows[each.pk]) for each in documents}


def _tagged(documents: Sequence[Document]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {document.pk: set() for document in documents}
    for document_id, tag in DocumentTag.objects.filter(document__in=documents).values_list(
        "document_id", "tag_id"
    ):
        found[document_id].add(tag)
    return found


def _keep(documents: Sequence[Document], made: Mapping[int, tuple[Payload, str]]) -> list[int]:
    """Write them, with what was declined before; a row whose document changed meanwhile is made again by that change."""
    open_ids = []
    with transaction.atomic():
        rows = {
            row.document_id: row
            for row in Suggestion.objects.select_for_update().filter(document__in=documents)
        }
        before = _before(documents, rows)
        for document in documents:
            payload, invoice = made[document.pk]
            kept = before.get(document.pk)
            payload = replace(payload, declined=kept.declined if kept else {})
            _write(document, rows.get(document.pk), payload, invoice)
            if payload.open:
                open_ids.append(document.pk)
    return open_ids


def _before(documents: Sequence[Document], rows: Mapping[int, Suggestion]) -> dict[int, Payload]:
    known = [each for each in documents if each.pk in rows]
    return dict(
        zip(
            [each.pk for each in known],
            unseal_many([(each, rows[each.pk].sealed) for each in known]),
            strict=True,
        )
    )


def _write(document: Document, row: Suggestion | None, payload: Payload, invoice: str) -> None:
    kind = payload.part(TYPE)
    facts: dict[str, Any] = {
        "version_number": document.version_number,
        "method": METHOD,
        "state": Suggestion.State.OPEN if payload.open else Suggestion.State.SETTLED,
        "type_id": kind.value if kind else None,
        "confidence": round(payload.confidence * 1000),
        "same_invoice": vault.mac("lookup", f"invoice:{invoice}".encode()) if invoice else None,
        "sealed": seal(document, payload),
        "updated_at": now(),
    }
    if row is None:
        Suggestion.objects.create(document=document, **facts)
    else:
        Suggestion.objects.filter(pk=row.pk).update(**facts)
