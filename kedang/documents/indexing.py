"""Documents in the one index: what is known of them at once, their text when it has been read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from kedang.documents.content import PURPOSE
from kedang.documents.models import Document, DocumentValue
from kedang.documents.values import MASKED, read_fields
from kedang.search import index

KIND = "document"
FACTS, TEXT = "facts", "text"
PAGE_BREAK = "\f"
_READ_TOGETHER = 20
Follower = Callable[[Sequence[int]], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """A room above that works on texts: it gets the ids of documents whose text was read, in the same transaction."""
    if follower not in _followers:
        _followers.append(follower)


def index_documents(documents: Sequence[Document]) -> None:
    """Names and fields of `documents` as they are now, in the caller's transaction."""
    rows: dict[int, list[DocumentValue]] = defaultdict(list)
    for row in DocumentValue.objects.filter(document__in=documents):
        rows[row.document_id].append(row)
    index.write([_facts(document, rows[document.pk]) for document in documents])


def index_texts(read: Iterable[tuple[Document, Sequence[str]]]) -> None:
    """The texts (by page) of documents whose current version has been read."""
    known = list(read)
    index.write([_entry(document, TEXT, {"text": PAGE_BREAK.join(pages)}) for document, pages in known])
    if known:
        for follower in _followers:
            follower([document.pk for document, _pages in known])


def queue_reading(documents: Sequence[Document]) -> None:
    """Have the texts read by jobs of a few documents each; they exist once the transaction commits."""
    from kedang.documents.tasks import read_documents

    ids = iter([document.pk for document in documents])
    while batch := list(islice(ids, _READ_TOGETHER)):
        read_documents.enqueue(batch)


def _facts(document: Document, rows: Sequence[DocumentValue]) -> index.Entry:
    texts = {
        "name": document.name,
        "title": document.title,
        "original_name": document.original_name,
        "number": document.number or "",
        "fields": "\n".join(v for key, v in read_fields(document, rows).items() if key not in MASKED),
    }
    return _entry(document, FACTS, {field: text for field, text in texts.items() if text})


def _entry(document: Document, part: str, texts: dict[str, str]) -> index.Entry:
    return index.Entry(
        kind=KIND,
        subject_id=document.pk,
        customer_id=document.customer_id,
        part=part,
        texts=texts,
        owner=document.key_owner,
        purpose=PURPOSE,
    )
