"""What suggestions rest on: a document's text as it was read, its name, sender and folder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kedang.documents.indexing import KIND, TEXT
from kedang.documents.models import Document
from kedang.search import index
from kedang.understanding.papers.kinds import Paper
from kedang.understanding.papers.words import even

_SENDER = re.compile(r"^(?:发件人|From)\s*:.*?([\w.+-]{1,64}@[\w.-]{1,200})", re.MULTILINE)
_MAILS = ("message/rfc822", "application/vnd.ms-outlook")


def papers_of(documents: Sequence[Document]) -> dict[int, Paper]:
    """By document id; a text that has not been read is empty."""
    texts = texts_of([document.pk for document in documents])
    return {document.pk: _paper(document, texts.get(document.pk, "")) for document in documents}


def texts_of(document_ids: Sequence[int]) -> dict[int, str]:
    """The beginning of each text, pages parted by form feeds."""
    found: dict[int, str] = {}
    for pk, entries in index.read(KIND, document_ids).items():
        parts = sorted((entry for entry in entries if entry.part == TEXT), key=lambda entry: entry.id)
        if parts:
            found[pk] = str(parts[0].texts.fields.get("text", ""))
    return found


def _paper(document: Document, text: str) -> Paper:
    head = even(text[:2000])
    sender = _SENDER.search(head) if document.mime in _MAILS else None
    return Paper(
        text,
        document.original_name.rpartition(".")[0] or document.original_name,
        document.original_name.rpartition(".")[2].lower() if "." in document.original_name else "",
        document.folder.template_node,
        sender.group(1) if sender else "",
    )
