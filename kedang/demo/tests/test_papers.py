import io
import zipfile

import ofdkit
import pytest

from kedang.core.formats import parse_email, parse_phone, parse_uscc
from kedang.demo import plan
from kedang.demo.clientele import client
from kedang.demo.formats import written
from kedang.demo.papers import Paper, paper
from kedang.documents.reading import pool

EVERYONE = range(plan.FULL.customers)


def first_of(format_: str) -> Paper:
    papers = (paper(i, j, seller="陈晓雯") for i in EVERYONE for j in range(plan.FULL.documents_of(i)))
    return next(one for one in papers if one.format == format_)


def test_everybody_is_called_otherwise_and_can_be_reached() -> None:
    clients = [client(index) for index in EVERYONE]
    assert len({one.name for one in clients}) == len(clients)
    assert len({one.uscc for one in clients}) == len(clients)
    assert {parse_uscc(one.uscc) for one in clients} == {one.uscc for one in clients}
    assert {parse_phone(one.mobile).kind for one in clients} == {"mobile"}
    assert {parse_phone(one.landline).kind for one in clients} == {"landline"}
    assert {parse_email(one.email).rpartition(".")[2] for one in clients} == {"example"}


def test_stages_grades_and_both_kinds_of_customers_occur() -> None:
    clients = [client(index) for index in EVERYONE]
    assert {one.stage for one in clients} == {"prospect", "current", "lost"}
    assert {one.grade for one in clients} == {"A", "B", "C"}
    assert {one.is_person for one in clients} == {True, False}
    assert {"金融", "医疗"} <= {one.trade["industry"] for one in clients}


@pytest.mark.parametrize("size", [plan.FULL, plan.SMALL])
def test_a_load_has_as_many_customers_and_documents_as_it_says(size: plan.Size) -> None:
    items = [item for chunk in plan.chunks_of(size) for item in chunk]
    assert sum(item[0] == plan.CUSTOMER for item in items) == size.customers
    assert sum(item[0] == plan.DOCUMENT for item in items) == size.documents


def test_no_document_is_the_twin_of_another() -> None:
    seen = {
        (one.title, *one.lines)
        for i in EVERYONE
        for j in range(plan.FULL.documents_of(i))
        if (one := paper(i, j, seller="陈晓雯")).code not in {"business_licence"}
    }
    assert len(seen) > plan.FULL.documents * 0.9


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx", "eml", "ofd", "jpg", "png"])
def test_the_same_paper_is_the_same_bytes(format_: str) -> None:
    one = first_of(format_)
    assert written(one) == written(one)


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx", "eml", "ofd"])
def test_the_words_of_a_paper_are_read_from_its_file(format_: str) -> None:
    one = first_of(format_)
    reading = pool.read(written(one), one.original_name)
    assert reading.state == "read"
    assert one.lines[0] in reading.text


@pytest.mark.parametrize("format_", ["jpg", "png"])
def test_a_picture_is_taken_for_one_without_text(format_: str) -> None:
    one = first_of(format_)
    reading = pool.read(written(one), one.original_name)
    assert (reading.state, reading.reason) == ("empty", "no_text_layer")


def test_an_ofd_is_complete() -> None:
    one = first_of("ofd")
    content = written(one)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    with ofdkit.open(content) as document:
        assert [page.text().split("\n")[0] for page in document.pages] == [one.lines[0]]
