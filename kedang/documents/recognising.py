"""Having scanned pages recognised (文字识别, OCR): page by page, each kept at once, so that nothing is done twice.

Documents take turns by the pages they have: a letter of one page does not wait for a book. A process that
is killed leaves what it did; the next goes on with the page it was at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F

from kedang.core.clock import now
from kedang.documents import indexing, page_texts, renditions
from kedang.documents.models import Document, ReadPage, ReadState, Version
from kedang.documents.reading import limits, ocr
from kedang.documents.reading.outcome import Reading
from kedang.jobs import stopping

_TOGETHER = 4  # pages of a document before others have their turn
_one_at_a_time = threading.Lock()


def hindrance() -> str:
    """Why nothing is recognised here, as a key of `reasons`; empty when it is."""
    if not settings.OCR:
        return "ocr_off"
    return "" if ocr.is_installed() else "ocr_absent"


def standing(reading: Reading) -> tuple[str, str, int]:
    """(state, reason, pages that need no recognition) of a document that was read so."""
    scans = reading.meta.get("scans") or []
    if not scans or reading.state not in ("read", "empty"):
        return reading.state, reading.reason, 0
    if not (reason := hindrance()):
        return ReadState.RECOGNISING, "", max(0, page_count(reading) - len(scans))
    return reading.state, reason, 0


def page_count(reading: Reading) -> int:
    return int(reading.meta.get("page_count") or reading.meta.get("frames") or len(reading.pages))


def go_on(seconds: float = limits.OCR_SLICE) -> bool:
    """Recognise pages for about `seconds`; true when some are left and nobody else is at it in this process."""
    if not _one_at_a_time.acquire(blocking=False):
        return False
    try:
        until = time.monotonic() + seconds
        while document := _next():
            if time.monotonic() >= until or stopping():
                return True
            _some_pages(document, until)
        return False
    finally:
        _one_at_a_time.release()


def _next() -> Document | None:
    return Document.objects.being_recognised().order_by("pages_read", "pk").first()


def _some_pages(document: Document, until: float) -> None:
    version = Version.objects.get(document=document, number=document.version_number)
    reason = hindrance()
    if not reason:
        opened = renditions.read_file(version)
        if isinstance(opened, Reading):
            _settle(document, opened.state, opened.reason)
            return
        file, name = opened
        with file:
            if not ReadPage.objects.filter(version=version).exists():
                page_texts.keep_layout(version, file, name)
            for row in _waiting(version)[:_TOGETHER]:
                _recognise(row, file, name)
                _tell(document, version)
                if time.monotonic() >= until or stopping():
                    break
    if reason or not _waiting(version):
        _finish(document, version, reason)


def _waiting(version: Version) -> Sequence[ReadPage]:
    return list(
        ReadPage.objects.filter(version=version, state=ReadPage.State.SCAN)
        .select_related("version")
        .order_by("number")
    )


def _recognise(row: ReadPage, file: BinaryIO, name: str) -> None:
    row.tries = F("tries") + 1
    row.save(update_fields=["tries"])
    row.refresh_from_db(fields=["tries"])
    if row.tries > limits.OCR_TRIES:
        page_texts.keep_failed(row, "crashed")
        return
    done = ocr.recognise(file, name, row.number)
    if done.page is None:
        page_texts.keep_failed(row, done.reason)
    else:
        page_texts.keep_recognised(row, done.page)


def _tell(document: Document, version: Version) -> None:
    pages = ReadPage.objects.filter(version=version)
    done = pages.exclude(state=ReadPage.State.SCAN).count()
    Document.objects.being_recognised().filter(pk=document.pk).update(pages_read=done, pages=pages.count())


def _finish(document: Document, version: Version, reason: str) -> None:
    """All its pages are settled, or recognition was switched off meanwhile."""
    pages = page_texts.kept_pages(version)
    has_text = any(page.text.strip() for page in pages)
    failed = any(page.state == ReadPage.State.FAILED for page in pages)
    reason = reason or ("pages_failed" if failed else "" if has_text else "no_text_found")
    with transaction.atomic():
        if _settle(document, ReadState.READ if has_text else ReadState.EMPTY, reason):
            indexing.index_texts([(document, [page.text for page in pages])])


def _settle(document: Document, state: str, reason: str) -> int:
    """Conditional: a version added meanwhile is left alone."""
    same = Document.objects.being_recognised().filter(pk=document.pk, version_number=document.version_number)
    return same.update(read_state=state, read_reason=reason, updated_at=now())
