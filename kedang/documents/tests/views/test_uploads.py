"""tus 1.0: resumable whatever breaks, filed once, in constant memory."""

import base64
import hashlib
import io
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.documents import uploads
from kedang.documents.content import open_version
from kedang.documents.models import Document, Upload, Version
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.vault.errors import BlobMissing
from kedang.vault.storage import storage

BODY = "application/offset+octet-stream"
SignIn = Callable[[Person], Client]


def _metadata(**facts: object) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in facts.items())


def _begin(client: Client, length: int, **facts: object) -> str:
    response = client.post(
        "/uploads/",
        headers={
            "Upload-Length": str(length),
            "Upload-Metadata": _metadata(**facts),
            "Tus-Resumable": "1.0.0",
        },
    )
    assert response.status_code == 201, response.content
    return str(response["Location"])


def _send(client: Client, place: str, offset: int, body: bytes, **headers: str) -> Any:
    return client.patch(place, body, content_type=BODY, headers={"Upload-Offset": str(offset), **headers})


def test_a_file_in_two_pieces_is_filed_whole(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    client = client_of(sales_a)
    content = bytes(range(256)) * 5000
    place = _begin(client, len(content), filename="扫描件001.pdf", customer=abc.pk)
    assert _send(client, place, 0, content[:700_000])["Upload-Offset"] == "700000"
    assert client.head(place)["Upload-Offset"] == "700000"
    done = _send(client, place, 700_000, content[700_000:])
    assert done.status_code == 204
    document = Document.objects.get()
    assert base64.b64decode(done["Upload-Document"]).decode() == str(document.pk)
    assert open_version(Version.objects.get()).read() == content
    assert document.original_name == "扫描件001.pdf"


def test_what_was_received_before_the_line_broke_counts(abc: Customer, sales_a: Person) -> None:
    upload = uploads.start(20 * 2**20, {"filename": "a.bin", "customer": abc.pk}, actor=as_actor(sales_a))
    uploads.append(upload, 0, _Breaking(9 * 2**20 + 12345))  # type: ignore[arg-type]  # reads like a file
    upload.refresh_from_db()
    assert upload.offset == 9 * 2**20 + 12345
    assert sum(size for _blob, size in upload.segments) == upload.offset


def test_a_wrong_offset_is_a_conflict(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    client = client_of(sales_a)
    place = _begin(client, 10, filename="a.txt", customer=abc.pk)
    assert _send(client, place, 5, b"12345").status_code == 409
    assert client.head(place)["Upload-Offset"] == "0"


def test_of_two_senders_one_goes_on(abc: Customer, sales_a: Person) -> None:
    upload = uploads.start(10, {"filename": "a.txt", "customer": abc.pk}, actor=as_actor(sales_a))
    other = Upload.objects.get(pk=upload.pk)
    uploads.append(upload, 0, io.BytesIO(b"12345"))
    with pytest.raises(Conflict):
        uploads.append(other, 0, io.BytesIO(b"abcde"))
    assert b"".join(uploads.chunks(upload)) == b"12345"


def test_a_damaged_piece_is_refused_and_the_offset_stays(
    abc: Customer, sales_a: Person, client_of: SignIn
) -> None:
    client = client_of(sales_a)
    place = _begin(client, 4, filename="a.txt", customer=abc.pk)
    good = base64.b64encode(hashlib.sha1(b"text").digest()).decode()
    assert _send(client, place, 0, b"texd", **{"Upload-Checksum": f"sha1 {good}"}).status_code == 460
    assert client.head(place)["Upload-Offset"] == "0"
    assert _send(client, place, 0, b"text", **{"Upload-Checksum": f"sha1 {good}"}).status_code == 204


def test_a_small_file_comes_with_its_creation(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    response = client_of(sales_a).post(
        "/uploads/",
        b"text",
        content_type=BODY,
        headers={"Upload-Length": "4", "Upload-Metadata": _metadata(filename="a.txt", customer=abc.pk)},
    )
    assert (response.status_code, Document.objects.count()) == (201, 1)


def test_an_empty_file_arrives_too(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    _begin(client_of(sales_a), 0, filename="空.txt", customer=abc.pk)
    assert Document.objects.get().size == 0


def test_an_upload_may_become_a_new_version(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    document = make_document(abc, by=sales_a)
    client = client_of(sales_a)
    _send(client, _begin(client, 3, filename="v2.txt", document=document.pk, note="第二稿"), 0, b"two")
    assert [(v.number, v.note) for v in document.versions.order_by("number")] == [(1, ""), (2, "第二稿")]


def test_an_upload_for_a_customer_one_may_not_see_does_not_begin(
    abc: Customer, sales_b: Person, client_of: SignIn
) -> None:
    headers = {"Upload-Length": "4", "Upload-Metadata": _metadata(filename="a.txt", customer=abc.pk)}
    assert client_of(sales_b).post("/uploads/", headers=headers).status_code == 404


def test_somebody_elses_upload_is_not_there(
    abc: Customer, sales_a: Person, colleague: Person, client_of: SignIn
) -> None:
    place = _begin(client_of(sales_a), 4, filename="a.txt", customer=abc.pk)
    assert client_of(colleague).head(place).status_code == 404


def test_an_upload_is_given_up(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    client = client_of(sales_a)
    place = _begin(client, 8, filename="a.txt", customer=abc.pk)
    _send(client, place, 0, b"text")
    assert client.delete(place).status_code == 204
    assert client.head(place).status_code == 404
    assert Upload.objects.get().segments == []


def test_what_the_server_died_over_is_filed_by_a_job_once(abc: Customer, sales_a: Person) -> None:
    upload = uploads.start(4, {"filename": "a.txt", "customer": abc.pk}, actor=as_actor(sales_a))
    uploads.append(upload, 0, io.BytesIO(b"text"))  # complete; nobody called finish
    uploads.finish_as_job(upload.pk)
    uploads.finish_as_job(upload.pk)
    assert Document.objects.count() == 1
    upload.refresh_from_db()
    assert uploads.finish(upload, actor=as_actor(sales_a))["document"] == str(Document.objects.get().pk)


def test_filing_frees_the_segments(abc: Customer, sales_a: Person) -> None:
    upload = uploads.start(4, {"filename": "a.txt", "customer": abc.pk}, actor=as_actor(sales_a))
    uploads.append(upload, 0, io.BytesIO(b"text"))
    ((blob_id, _size),) = upload.segments
    uploads.finish(upload, actor=as_actor(sales_a))
    with pytest.raises(BlobMissing):
        storage().open(blob_id)


def test_the_memory_does_not_grow_with_the_file(abc: Customer, sales_a: Person) -> None:
    size = 48 * 2**20
    upload = uploads.start(size, {"filename": "a.bin", "customer": abc.pk}, actor=as_actor(sales_a))
    tracemalloc.start()
    uploads.append(upload, 0, _Endless())  # type: ignore[arg-type]  # reads like a file
    uploads.finish(upload, actor=as_actor(sales_a))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Document.objects.get().size == size
    assert peak < 8 * 2**20


def test_expired_uploads_are_swept(abc: Customer, sales_a: Person) -> None:
    actor: Actor = as_actor(sales_a)
    upload = uploads.start(8, {"filename": "a.txt", "customer": abc.pk}, actor=actor)
    uploads.append(upload, 0, io.BytesIO(b"text"))
    Upload.objects.update(expires_at=upload.created_at)
    assert uploads.sweep() == 1
    assert Upload.objects.get().segments == []
    run_pending()


class _Breaking:
    """A line that breaks after so many bytes."""

    def __init__(self, after: int) -> None:
        self._left = after

    def read(self, size: int) -> bytes:
        if not self._left:
            raise OSError("connection reset")
        size = min(size, self._left)
        self._left -= size
        return b"x" * size


class _Endless:
    def read(self, size: int) -> bytes:
        return b"y" * size
