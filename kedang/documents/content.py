"""The bytes of documents: written and fsynced under their own key before any row speaks of them.

`store` is called outside a transaction, so that no lock is held while content is encrypted; what no
row claims within a day is swept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection, transaction

from kedang import vault
from kedang.documents.models import Document, PageImage, Rendition, Upload, Version
from kedang.documents.models import Sequence as LastId
from kedang.documents.reading import limits, pool, sniff
from kedang.documents.reading.outcome import Reading
from kedang.documents.reading.spool import spool
from kedang.vault.blobs import SeekableReader, Stored
from kedang.vault.errors import BlobMissing, KeyMissing, Tampered

PURPOSE = "document"
_PASSWORD = b"password"
_WRITERS = 4
_NEXT = (
    f"INSERT INTO {LastId._meta.db_table} (id, last) VALUES (1, %s)"  # noqa: S608 (the table's own name)
    f" ON CONFLICT (id) DO UPDATE SET last = {LastId._meta.db_table}.last + excluded.last RETURNING last"
)


@dataclass(frozen=True)
class Incoming:
    """A file that arrived for a customer. `document_id` is set when it is a new version."""

    customer_id: int
    original_name: str
    chunks: Iterable[bytes]
    document_id: int | None = None


@dataclass(frozen=True)
class Content:
    """A file safely stored under the key of the document it will be."""

    document_id: int
    original_name: str
    mime: str
    blob: Stored


def store(incoming: Sequence[Incoming]) -> list[Content]:
    """Give ids and keys to what arrived and write it; back when all of it is durable."""
    new = [each for each in incoming if each.document_id is None]
    ids = iter(reserve_ids(len(new)))
    placed = [(each.document_id if each.document_id is not None else next(ids), each) for each in incoming]
    vault.keys.create_keys(
        [
            (f"document:{pk}", PURPOSE, f"customer:{each.customer_id}")
            for pk, each in placed
            if each.document_id is None
        ]
    )
    if len(placed) > 1 and _may_spread(incoming):
        # Waiting for the disk is most of it.
        with ThreadPoolExecutor(_WRITERS) as threads:
            return list(threads.map(lambda each: _write(*each), placed))
    return [_write(pk, each) for pk, each in placed]


def _may_spread(incoming: Sequence[Incoming]) -> bool:
    """What comes from a generator may need this thread's database; keys made in a transaction are seen in it alone."""
    in_memory = all(isinstance(each.chunks, list | tuple) for each in incoming)
    return in_memory and not connection.in_atomic_block


def reserve_ids(count: int) -> range:
    """The next `count` document ids, never given again."""
    if not count:
        return range(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT, [count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def open_version(version: Version) -> SeekableReader:
    """The decrypted content, seekable, in constant memory. Raises KeyMissing, BlobMissing, Tampered."""
    return vault.blobs.open(version.blob_id, f"document:{version.document_id}", PURPOSE)


def read_through(reader: SeekableReader) -> Iterator[bytes]:
    yield from reader.iter_range(0, reader.size)


def spooled(version: Version) -> BinaryIO | Reading:
    """The decrypted content in a file of memory for the limited workers, or why there is none.

    Without its password, when it has one that is known.
    """
    if version.size > limits.MAX_FILE:
        return Reading("too_big", "file_too_big", mime=version.mime)
    try:
        with open_version(version) as reader:
            file = spool(read_through(reader))
        return _without_password(file, version) if version.password else file
    except (KeyMissing, BlobMissing, Tampered):
        return Reading("unreadable", "content_lost", mime=version.mime)


def _without_password(file: BinaryIO, version: Version) -> BinaryIO | Reading:
    with file:
        unlocked = pool.unlock(file, version.original_name, password_of(version))
    if unlocked.state != "read":
        return Reading(unlocked.state, unlocked.reason, mime=version.mime)
    return spool(unlocked.content)


def password_of(version: Version) -> str:
    owner = f"document:{version.document_id}"
    return vault.unseal(bytes(version.password or b""), owner=owner, purpose=PURPOSE, aad=_PASSWORD).decode()


def seal_password(version: Version, password: str) -> bytes:
    return vault.seal(f"document:{version.document_id}", PURPOSE, password.encode(), aad=_PASSWORD)


def claim() -> None:
    """Tell the vault which keys and blobs are in use."""
    vault.claim_owners("document", _documents_there)
    vault.claim_owners("upload", _uploads_there)
    vault.claim_blobs(_blobs_there)


def _write(document_id: int, incoming: Incoming) -> Content:
    seen = _Head(incoming.chunks)
    blob = vault.blobs.write(f"document:{document_id}", PURPOSE, seen)
    return Content(document_id, incoming.original_name, sniff.sniff(seen.head, incoming.original_name), blob)


class _Head:
    """Remembers the first bytes of what passes through."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.head = b""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if len(self.head) < sniff.HEAD:
                self.head += chunk[: sniff.HEAD - len(self.head)]
            yield chunk


def _documents_there(ids: Iterable[str]) -> set[str]:
    numbers = [int(each) for each in ids if each.isdecimal()]
    return {str(pk) for pk in Document.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def _uploads_there(tokens: Iterable[str]) -> set[str]:
    return set(Upload.objects.filter(token__in=list(tokens)).values_list("token", flat=True))


def _blobs_there(blob_ids: Iterable[str]) -> set[str]:
    wanted = list(blob_ids)
    found = set(Version.objects.filter(blob_id__in=wanted).values_list("blob_id", flat=True))
    found |= set(PageImage.objects.filter(blob_id__in=wanted).values_list("blob_id", flat=True))
    found |= set(Rendition.objects.filter(blob_id__in=wanted).values_list("blob_id", flat=True))
    for segments in Upload.objects.values_list("segments", flat=True).iterator():
        found |= {blob_id for blob_id, _size in segments} & set(wanted)
    return found
