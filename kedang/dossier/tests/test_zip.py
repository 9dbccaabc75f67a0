import io
import zipfile
from collections.abc import Iterator
from itertools import islice

import pytest
from django.test import Client

from kedang.access.words import Clearance
from kedang.core.actor import as_actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document
from kedang.dossier.actions.export import below, take_documents
from kedang.dossier.bag.writing import File
from kedang.dossier.foldering import files_of_documents
from kedang.dossier.zipping import stream_zip
from kedang.ledger.models import Event
from kedang.people.models import Person


def names(body: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(body)).namelist()


def test_a_folder_comes_with_all_below_it(customer: Customer, founder: Person) -> None:
    actor = as_actor(founder)
    taken = take_documents(below(customer, "往来"), path="往来", actor=actor)
    body = b"".join(stream_zip(files_of_documents(taken, below="往来"), "往来"))
    (name,) = names(body)
    assert name.startswith("往来/2026/")
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None


def test_a_page_gives_it_under_its_chinese_name(customer: Customer, founder: Person, client_of) -> None:  # type: ignore[no-untyped-def]  # a fixture of functions
    client: Client = client_of(founder)
    answer = client.get(f"/customers/{customer.pk}/documents/zip/file/?path=合同")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    assert "%E5%90%88%E5%90%8C.zip" in answer["Content-Disposition"]
    assert len(names(body)) == 1


def test_chosen_documents_of_several_customers_lie_in_a_folder_each(
    customer: Customer, founder: Person
) -> None:
    from kedang.documents.tests.makers import make_document

    other = make_customer("另一家公司", by=founder)
    make_document(other, by=founder, content=b"x")
    taken = take_documents(Document.objects.all(), actor=as_actor(founder))
    found = names(b"".join(stream_zip(files_of_documents(taken))))
    assert len({name.partition("/")[0] for name in found}) == 2
    assert len(found) == 3


def test_each_document_is_in_the_ledger_before_the_first_byte(customer: Customer, founder: Person) -> None:
    taken = take_documents(below(customer, ""), actor=as_actor(founder))
    files_of_documents(taken)
    assert Event.objects.filter(kind="documents.downloaded").count() == 2
    assert Event.objects.filter(kind="dossier.zipped").count() == 1


def test_what_may_not_be_downloaded_stays_and_is_listed(
    customer: Customer, founder: Person, manager: Person
) -> None:
    secret = Document.objects.filter(customer=customer).order_by("pk")[0]
    Document.objects.filter(pk=secret.pk).update(classification=Clearance.CORE)
    taken = take_documents(below(customer, ""), actor=as_actor(manager))
    body = b"".join(stream_zip(files_of_documents(taken)))
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert sorted(name.rpartition(".")[2] for name in archive.namelist()) == ["txt", "txt"]
    assert secret.name in archive.read("未包含的文档.txt").decode("utf-8-sig")


def test_without_anything_to_take_it_says_so(founder: Person) -> None:
    empty = make_customer("空公司", by=founder)
    with pytest.raises(Invalid, match="没有您可以下载"):
        take_documents(below(empty, ""), actor=as_actor(founder))


def test_a_reader_that_goes_away_closes_what_is_open() -> None:
    closed = []

    def pieces() -> Iterator[bytes]:
        try:
            for _number in range(1000):
                yield b"x" * 2**16
        finally:
            closed.append(True)

    stream = stream_zip([File("a", pieces, now(), is_packed=True)])
    list(islice(stream, 10))
    stream.close()  # type: ignore[attr-defined]  # a generator
    assert closed == [True]


def test_memory_does_not_grow_with_the_file() -> None:
    """Whatever was handed on is let go: the sink never holds more than a few pieces."""
    piece = b"x" * 2**16

    def pieces() -> Iterator[bytes]:
        for _number in range(256):
            yield piece

    held = [len(out) for out in stream_zip([File("a", pieces, now(), is_packed=True)])]
    assert max(held) == len(piece)


def test_a_file_beyond_four_gigabytes_is_said_to_be_zip64() -> None:
    file = File("大.bin", lambda: iter((b"x",)), now(), size=5 * 2**30, is_packed=True)
    head = next(iter(stream_zip([file])))
    assert int.from_bytes(head[4:6], "little") == 45  # version needed: zip64


def test_names_are_utf8_and_text_is_packed() -> None:
    body = b"".join(stream_zip([File("中文😀.txt", lambda: iter((b"a" * 10_000,)), now())]))
    (info,) = zipfile.ZipFile(io.BytesIO(body)).infolist()
    assert info.filename == "中文😀.txt"
    assert info.flag_bits & 0x800
    assert info.compress_size < 200
