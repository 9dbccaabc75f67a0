"""Resumable uploads (tus 1.0): what has arrived is durable and encrypted before it is acknowledged.

A file comes in segments, each an immutable blob under the upload's own key. After a broken line or a killed
server the sender asks for the offset and goes on from there. What is complete is handed to the purpose that
was named when it began.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError, Invalid, NotFound
from kedang.documents.models import Upload

PURPOSE = "scratch"
SEGMENT = 8 * 2**20
PIECE = 2**16
LARGEST = 64 * 2**30
KEPT_FOR = timedelta(days=7)
# Who is asked and does not answer: the file is filed as a new one, nothing that arrived is lost.
ASKED_FOR = timedelta(hours=24)
CHECKSUMS = ("sha1", "sha256", "md5")

# purpose → what is done with a complete upload; returns what the answer says.
Finisher = Callable[[Upload, dict[str, Any], Actor], dict[str, str]]
Checker = Callable[[dict[str, Any], Actor], None]


@dataclass(frozen=True)
class Purpose:
    """`check` refuses at the start what would be refused at the end; `finish` files what has arrived."""

    check: Checker
    finish: Finisher


_purposes: dict[str, Purpose] = {}


class ChecksumMismatch(DomainError):
    """tus: the piece was damaged on its way; the offset stays where it was."""

    status = 460


def register_purpose(name: str, purpose: Purpose) -> None:
    _purposes[name] = purpose


def start(length: int, facts: dict[str, Any], *, actor: Actor) -> Upload:
    """Begin an upload. `facts`: `purpose`, `filename` and what the purpose wants to know."""
    if not 0 <= length <= LARGEST:
        raise Invalid(_("文件太大。"), field="length", value=str(length))
    _purpose_of(facts).check(facts, actor)
    token = secrets.token_hex(16)
    owner = f"upload:{token}"
    vault.keys.create_keys([(owner, PURPOSE, None)])
    sealed = vault.seal(owner, PURPOSE, json.dumps(facts, ensure_ascii=False).encode(), aad=b"facts")
    return Upload.objects.create(
        token=token, person=actor.person, length=length, facts=sealed, expires_at=now() + KEPT_FOR
    )


def find(token: str, *, actor: Actor) -> Upload:
    """Only the sender's own. Raises NotFound, also when it expired."""
    upload = Upload.objects.filter(token=token, person_id=actor.id, expires_at__gt=now()).first()
    if upload is None:
        raise NotFound(_("没有这个上传，或已过期。"), remedy=_("请重新上传。"))
    return upload


def facts_of(upload: Upload) -> dict[str, Any]:
    plain = vault.unseal(bytes(upload.facts), owner=upload.key_owner, purpose=PURPOSE, aad=b"facts")
    facts: dict[str, Any] = json.loads(plain)
    return facts


def append(upload: Upload, offset: int, stream: IO[bytes], *, checksum: str = "") -> Upload:
    """Take what comes from `stream` until it ends or breaks. Raises Conflict (not the offset), ChecksumMismatch.

    Every segment is on the disk before the offset says so; a break loses nothing that was received.
    """
    if offset != upload.offset:
        raise Conflict(_("续传的位置不对。"), value=str(offset))
    source = _Received(stream, (upload.length or 0) - offset, checksum)
    segments: list[tuple[str, int]] = []
    while source.goes_on:
        blob = vault.blobs.write(upload.key_owner, PURPOSE, source.pieces(SEGMENT))
        if not blob.size:
            vault.blobs.delete(blob.blob_id)
            break
        segments.append((blob.blob_id, blob.size))
        if not checksum:
            _advance(upload, segments)
            segments = []
    if checksum:
        if not source.is_whole:
            _drop([blob_id for blob_id, _size in segments])
            raise ChecksumMismatch(_("这一段数据在传输中损坏。"), remedy=_("会自动重传。"))
        _advance(upload, segments)
    return upload


def finish(upload: Upload, *, actor: Actor, **decided: str) -> dict[str, str]:
    """Hand a complete upload to its purpose, once; what had been set aside for it is freed.

    The purpose may `ask` the sender first; `decided` is the answer, among the facts.
    """
    if not upload.is_complete:
        raise Conflict(_("文件还没有传完。"))
    if upload.done_at is not None:
        return {"document": str(upload.document_id or "")}
    facts = facts_of(upload) | decided
    answer = _purpose_of(facts).finish(upload, facts, actor)
    free_filed(upload)
    return answer


def ask(upload: Upload) -> None:
    """It waits for the sender's answer, as long as `ASKED_FOR`."""
    from kedang.documents.tasks import finish_upload

    with transaction.atomic():
        if Upload.objects.filter(pk=upload.pk, asked_at=None, done_at=None).update(asked_at=now()):
            finish_upload.enqueue(upload.pk, run_at=now() + ASKED_FOR)


def finish_as_job(upload_id: int) -> None:
    """File in the sender's name what its own request did not get to; a refusal stays with the upload."""
    upload = Upload.objects.select_related("person").filter(pk=upload_id, done_at=None).first()
    if upload is None or not upload.is_complete or upload.expires_at <= now():
        return
    is_unanswered = upload.asked_at is not None and now() - upload.asked_at >= ASKED_FOR
    decided = {"twin": "new"} if is_unanswered else {}
    with suppress(DomainError):  # the sender was or will be told by the next request
        finish(upload, actor=Actor(person=upload.person, channel="job"), **decided)


def claim_done(upload: Upload, *, document_id: int | None = None) -> None:
    """In the transaction in which it is filed: nobody else files the same upload. Raises Conflict."""
    waiting = Upload.objects.filter(pk=upload.pk, done_at=None)
    if not waiting.update(done_at=now(), document_id=document_id):
        raise Conflict(_("这个文件已经归档。"))


def chunks(upload: Upload) -> Iterator[bytes]:
    """The whole content in order, decrypted piece by piece."""
    for blob_id, size in upload.segments:
        with vault.blobs.open(blob_id, upload.key_owner, PURPOSE) as reader:
            yield from reader.iter_range(0, size)


def free_filed(upload: Upload) -> None:
    """What was set aside for an upload that `claim_done` ended."""
    upload.refresh_from_db(fields=["document_id", "done_at"])
    if upload.done_at is not None:
        _free(upload)


def discard(upload: Upload) -> None:
    """Forget an upload and what had arrived."""
    Upload.objects.filter(pk=upload.pk, done_at=None).update(expires_at=now())
    _free(upload)


def sweep() -> int:
    """Free what expired or was filed but not freed yet."""
    over = Upload.objects.filter(expires_at__lte=now())
    unfreed = Upload.objects.filter(done_at__lt=now() - timedelta(minutes=10)).exclude(segments=[])
    ended = [*over, *unfreed]
    for upload in ended:
        _free(upload)
    over.filter(expires_at__lte=now() - timedelta(days=1)).delete()
    return len(ended)


class _Received:
    """The request's body: at most what is missing, ending quietly where the line breaks."""

    def __init__(self, stream: IO[bytes], missing: int, checksum: str) -> None:
        self._stream = stream
        self._missing = missing
        self.goes_on = missing > 0
        algorithm, _space, self._expected = checksum.partition(" ")
        if checksum and algorithm not in CHECKSUMS:
            raise Invalid(_("不支持这种校验算法。"), value=algorithm)
        self._digest = hashlib.new(algorithm, usedforsecurity=False) if checksum else None

    @property
    def is_whole(self) -> bool:
        from base64 import b64encode

        return self._digest is None or b64encode(self._digest.digest()).decode() == self._expected

    def pieces(self, most: int) -> Iterator[bytes]:
        while most > 0 and self.goes_on:
            try:
                piece = self._stream.read(min(PIECE, most, self._missing))
            except OSError:  # the line broke: what was received counts
                piece = b""
            self._missing -= len(piece)
            most -= len(piece)
            self.goes_on = bool(piece) and self._missing > 0
            if piece:
                if self._digest is not None:
                    self._digest.update(piece)
                yield piece


def _advance(upload: Upload, segments: list[tuple[str, int]]) -> None:
    """One conditional update: of two senders at the same offset one goes on, the other is told."""
    if not segments:
        return
    before = upload.offset
    after = before + sum(size for _blob_id, size in segments)
    everything = [*upload.segments, *([blob_id, size] for blob_id, size in segments)]
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, offset=before, done_at=None)
        if not moved.update(offset=after, segments=everything, expires_at=now() + KEPT_FOR):
            _drop([blob_id for blob_id, _size in segments])
            raise Conflict(_("同一个文件正在另一处上传。"))
        if after == upload.length:
            _finish_later(upload)
    upload.offset, upload.segments = after, everything


def _finish_later(upload: Upload) -> None:
    """Should the server die before it filed what is complete, a job does it."""
    from kedang.documents.tasks import finish_upload

    finish_upload.enqueue(upload.pk, run_at=now() + timedelta(seconds=60))


def _free(upload: Upload) -> None:
    _drop([blob_id for blob_id, _size in upload.segments])
    Upload.objects.filter(pk=upload.pk).update(segments=[])
    upload.segments = []


def _drop(blob_ids: list[str]) -> None:
    for blob_id in blob_ids:
        vault.blobs.delete(blob_id)


def _purpose_of(facts: dict[str, Any]) -> Purpose:
    try:
        return _purposes[str(facts.get("purpose") or "document")]
    except KeyError:
        raise Invalid(_("不认识的上传用途。"), field="purpose", value=str(facts.get("purpose"))) from None
