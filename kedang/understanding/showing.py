"""Suggestions as their reader may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents.models import Document, DocumentValue
from kedang.documents.sitting import is_top_level, is_unlocked
from kedang.documents.values import read_fields
from kedang.understanding.material import texts_of
from kedang.understanding.models import Suggestion
from kedang.understanding.papers.words import PAGE_BREAK
from kedang.understanding.parts import Names, Part, Payload, Shown, unseal_many
from kedang.understanding.querysets import SuggestionQuerySet

SHOWN = 40
COUNTED = 99


@dataclass(frozen=True)
class Row:
    """A suggestion and its parts. `locked`: of the top level and not unlocked, nothing of it is told."""

    suggestion: Suggestion
    document: Document
    parts: list[Shown] = field(default_factory=list)
    payload: Payload = field(default_factory=Payload)
    customer: Shown | None = None
    locked: bool = False

    @property
    def percent(self) -> int:
        return self.suggestion.confidence // 10

    @property
    def type_words(self) -> str:
        return next((each.words for each in self.parts if each.part.kind == "type"), "")


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str


def open_for(actor: Actor) -> SuggestionQuerySet:
    """Those that `actor` may decide."""
    return Suggestion.objects.permitted(actor, "edit").open()


def page_of(actor: Actor, *, after: str = "") -> Page:
    """Newest first."""
    last = number_of(after)
    rows = open_for(actor).with_places()
    found = list((rows.filter(pk__lt=last) if last else rows)[: SHOWN + 1])
    shown = rows_of(found[:SHOWN], actor)
    return Page(shown, str(found[SHOWN - 1].pk) if len(found) > SHOWN else "")


def count_for(actor: Actor) -> int:
    """Capped."""
    if not rights_of(actor).has("document", "edit"):
        return 0
    return open_for(actor).order_by()[: COUNTED + 1].count()


def rows_of(suggestions: Sequence[Suggestion], actor: Actor) -> list[Row]:
    """Those of the top level are told of only within a sitting (B9)."""
    locked = {s.pk for s in suggestions if is_top_level(s.document) and not is_unlocked(actor, s.document)}
    told = [each for each in suggestions if each.pk not in locked]
    payloads = dict(
        zip([s.pk for s in told], unseal_many([(s.document, s.sealed) for s in told]), strict=True)
    )
    names = Names(list(payloads.values()), _customers(list(payloads.values()), actor))
    filled = _filled([each.document for each in told])
    return [
        _row(each, payloads[each.pk], names, filled[each.document_id])
        if each.pk in payloads
        else Row(each, each.document, locked=True)
        for each in suggestions
    ]


def row_of(document: Document, actor: Actor) -> Row | None:
    """Of one document that may be shown; the caller has asked for the sitting."""
    suggestion = Suggestion.objects.visible_to(actor).with_places().filter(document=document).first()
    return rows_of([suggestion], actor)[0] if suggestion else None


def without_words(row: Row) -> Row:
    """For who may decide and not copy: what is suggested, not the words it was read from (B9)."""

    def bare(shown: Shown) -> Shown:
        return replace(shown, part=replace(shown.part, words=[], page=0, start=0, end=0))

    return replace(
        row, parts=[bare(each) for each in row.parts], customer=bare(row.customer) if row.customer else None
    )


@dataclass(frozen=True)
class Excerpt:
    """A place in the text that decided, with a little around it."""

    before: str
    words: str
    after: str
    page: int = 0


def excerpts_of(row: Row) -> dict[str, list[Excerpt]]:
    """By the key of the part: its own place, else where its words stand. Masked values are not quoted."""
    pages = texts_of([row.document.pk]).get(row.document.pk, "").split(PAGE_BREAK)
    return {each.part.key: [] if each.masked else list(_excerpts(each.part, pages)) for each in row.parts}


def _excerpts(part: Part, pages: Sequence[str]) -> Iterator[Excerpt]:
    if part.page and part.page <= len(pages):
        yield _excerpt(pages[part.page - 1], part.start, part.end, part.page)
        return
    for word in part.words[:3]:
        for number, page in enumerate(pages[:5], 1):
            if word and (start := page.lower().find(word.lower())) >= 0:
                yield _excerpt(page, start, start + len(word), number)
                break


def _excerpt(page: str, start: int, end: int, number: int) -> Excerpt:
    before, after = page[max(0, start - 18) : start], page[end : end + 18]
    return Excerpt(
        _tidy(before.rpartition("\n")[2]), _tidy(page[start:end]), _tidy(after.partition("\n")[0]), number
    )


def _tidy(words: str) -> str:
    return " ".join(words.split())


def same_invoices(suggestion: Suggestion, actor: Actor) -> list[Document]:
    """Other documents that bear the same invoice, within the reader's rights."""
    if suggestion.same_invoice is None:
        return []
    others = Suggestion.objects.filter(same_invoice=suggestion.same_invoice).exclude(pk=suggestion.pk)
    rows = Document.objects.visible_to(actor).available().filter(pk__in=others.values("document_id"))
    return list(rows.select_related("customer").order_by("pk")[:5])


def _row(suggestion: Suggestion, payload: Payload, names: Names, filled: dict[str, str]) -> Row:
    document = suggestion.document

    def shown(part: Part) -> Shown | None:
        return names.shown(part, document, filled)

    return Row(
        suggestion,
        document,
        [each for part in payload.open if (each := shown(part))],
        payload,
        shown(payload.customer) if payload.customer else None,
    )


def _customers(payloads: Sequence[Payload], actor: Actor) -> dict[int, Customer]:
    """A customer whom the reader does not see is not suggested to that reader."""
    ids = {each.customer.value for each in payloads if each.customer}
    return Customer.objects.visible_to(actor).in_bulk(ids) if ids else {}


def _filled(documents: Sequence[Document]) -> dict[int, dict[str, str]]:
    rows: dict[int, list[DocumentValue]] = {document.pk: [] for document in documents}
    for row in DocumentValue.objects.filter(document__in=documents):
        rows[row.document_id].append(row)
    return {each.pk: read_fields(each, rows[each.pk]) for each in documents}
