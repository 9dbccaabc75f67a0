"""Having documents read: content decrypted here, parsed in the limited workers, the text indexed.

Safe to run again at any point: only what still waits, in the version that was read, is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO

from django.db import transaction

from kedang.core.clock import now
from kedang.documents import indexing, page_texts, recognising, renditions
from kedang.documents.models import Document, ReadPage, ReadState, Version
from kedang.documents.page_texts import PageText
from kedang.documents.reading import office, pool, sniff
from kedang.documents.reading.outcome import Reading

_UNREAD = (ReadState.WAITING, ReadState.FAILED)
Read = tuple[Document, Version, Reading]


def read_now(document_ids: Sequence[int]) -> int:
    """Read those of the documents that wait; how many were done."""
    waiting = Document.objects.filter(read_state__in=_UNREAD, pk__in=document_ids).in_bulk()
    versions = _current(list(waiting.values()))
    read = [
        (waiting[v.document_id], v, reading) for v, reading in zip(versions, _read_all(versions), strict=True)
    ]
    with transaction.atomic():
        done = _write(read)
        if Document.objects.being_recognised().filter(pk__in=waiting).exists():
            from kedang.documents.tasks import recognise_pages

            recognise_pages.enqueue(key="recognise")
    return done


def give_up(document_id: int) -> None:
    """Its reading failed again and again, or killed the process each time."""
    waiting = Document.objects.waiting_to_be_read().filter(pk=document_id)
    waiting.update(read_state=ReadState.FAILED, read_reason="given_up", updated_at=now())


def read_version(version: Version) -> Reading:
    """The reading of one version for a page that shows its text; nothing is stored."""
    return _read_all([version])[0]


def pages_of(source: Document | Version, numbers: Sequence[int] | None = None) -> list[PageText]:
    """What each page says and where, of a document's current version or of a version.

    Kept under the document's key once asked for; the first time the file is read for it, or as long as its
    pages are being recognised. Empty: it could not be read. The caller has checked who may see it.
    """
    version = source if isinstance(source, Version) else _current([source])[0]
    if not ReadPage.objects.filter(version=version).exists():
        opened = renditions.read_file(version)
        if isinstance(opened, Reading):
            return []
        file, name = opened
        with file:
            page_texts.keep_layout(version, file, name)
    return page_texts.kept_pages(version, numbers)


def _current(documents: Sequence[Document]) -> list[Version]:
    numbers = {document.pk: document.version_number for document in documents}
    versions = Version.objects.filter(document__in=documents)
    return [version for version in versions if version.number == numbers[version.document_id]]


def _read_all(versions: Sequence[Version]) -> list[Reading]:
    """Decrypts in this thread (it has the database), while the workers parse what came before."""
    readings: list[Reading | Future[Reading]] = []
    with ThreadPoolExecutor(pool.size()) as threads:
        for version in versions:
            pending = [each for each in readings if isinstance(each, Future) and not each.done()]
            if len(pending) > pool.size():  # no more decrypted files in memory than are soon parsed
                pending[0].result()
            opened = renditions.read_file(version)
            readings.append(
                opened if isinstance(opened, Reading) else threads.submit(_parse, *opened, version.mime)
            )
        done = [each if isinstance(each, Reading) else each.result() for each in readings]
    return [_second_try(version, reading) for version, reading in zip(versions, done, strict=True)]


def _parse(file: BinaryIO, name: str, mime: str) -> Reading:
    with file:
        reading = pool.read_spooled(file, name)
    # An old office file is read as the PDF made of it, and stays what it is.
    return (
        replace(reading, mime=mime)
        if mime in renditions.OLD_OFFICE and reading.mime == sniff.PDF
        else reading
    )


def _second_try(version: Version, reading: Reading) -> Reading:
    """An old office file whose name did not say so."""
    if reading.reason != "old_office" or version.mime == reading.mime or not office.program():
        return reading
    version.mime = reading.mime
    opened = renditions.read_file(version)
    return opened if isinstance(opened, Reading) else _parse(*opened, version.mime)


def _write(read: Sequence[Read]) -> int:
    """Conditional: a version added or a document read meanwhile is left alone."""
    done: list[Read] = []
    for document, version, reading in read:
        state, reason, pages_read = recognising.standing(reading)
        count = recognising.page_count(reading) or None
        changed = Document.objects.filter(
            pk=document.pk, version_number=version.number, read_state__in=_UNREAD
        ).update(
            read_state=state,
            read_reason=reason,
            pages_read=pages_read,
            mime=reading.mime,
            pages=count,
            updated_at=now(),
        )
        if changed:
            Version.objects.filter(pk=version.pk).update(mime=reading.mime, pages=count)
            done.append((document, version, reading))
    indexing.index_texts([(document, reading.pages) for document, _version, reading in done])
    return len(done)
