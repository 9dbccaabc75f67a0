"""Downloads and page images, tried as each person."""

from collections.abc import Callable
from typing import cast

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client

from kedang.customers.models import Customer
from kedang.documents.downloads import disposition
from kedang.documents.models import Document, PageImage
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
BODY = bytes(range(256)) * 1000


@pytest.fixture
def document(abc: Customer, sales_a: Person) -> Document:
    return make_document(abc, by=sales_a, content=BODY, original_name="合同.bin")


@pytest.mark.parametrize(
    ("who", "download", "image"),
    [
        ("sales_a", 200, 200),
        ("colleague", 404, 404),
        ("sales_b", 404, 404),
        ("head", 200, 200),
        ("archivist", 200, 200),
        ("manager", 200, 200),
        ("privacy_officer", 403, 200),
        ("auditor", 404, 404),
        ("system_admin", 404, 404),
        ("security_admin", 404, 404),
        ("outsider", 404, 404),
    ],
)
def test_each_person_gets_what_their_post_allows(
    who: str,
    download: int,
    image: int,
    abc: Customer,
    sales_a: Person,
    client_of: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf("页"), original_name="a.pdf")
    client = client_of(request.getfixturevalue(who))
    assert client.get(f"/documents/{document.pk}/file/").status_code == download
    assert client.get(f"/documents/{document.pk}/versions/1/pages/1/1000/").status_code == image


def test_a_download_is_in_the_ledger_and_whole(
    document: Document, sales_a: Person, client_of: SignIn
) -> None:
    response = client_of(sales_a).get(f"/documents/{document.pk}/file/")
    assert _body(response) == BODY
    assert (
        Event.objects.filter(kind="documents.downloaded", subject_id=document.pk, actor_id=sales_a.pk).count()
        == 1
    )


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [("bytes=0-9", 0, 10), ("bytes=1000-", 1000, len(BODY)), ("bytes=-5", len(BODY) - 5, len(BODY))],
)
def test_a_range_is_answered(
    header: str, start: int, stop: int, document: Document, sales_a: Person, client_of: SignIn
) -> None:
    response = client_of(sales_a).get(f"/documents/{document.pk}/file/", headers={"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{len(BODY)}"
    assert _body(response) == BODY[start:stop]


def _body(response: HttpResponseBase) -> bytes:
    return b"".join(cast(StreamingHttpResponse, response).streaming_content)  # type: ignore[arg-type]  # sync chunks


def test_a_range_beyond_the_end_is_416(document: Document, sales_a: Person, client_of: SignIn) -> None:
    response = client_of(sales_a).get(f"/documents/{document.pk}/file/", headers={"Range": "bytes=9999999-"})
    assert response.status_code == 416


def test_a_page_that_could_run_leaves_as_a_mere_file(
    abc: Customer, sales_a: Person, client_of: SignIn
) -> None:
    document = make_document(abc, by=sales_a, content=b"<html><script>1</script>", original_name="a.html")
    response = client_of(sales_a).get(f"/documents/{document.pk}/file/")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_chinese_name_travels_as_rfc_5987_says() -> None:
    assert (
        disposition('合"同.pdf')
        == "attachment; filename=\"___.pdf\"; filename*=UTF-8''%E5%90%88%22%E5%90%8C.pdf"
    )


def test_a_page_image_is_made_once_and_its_opening_recorded_once(
    abc: Customer, sales_a: Person, client_of: SignIn
) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf("一", "二"), original_name="a.pdf")
    client = client_of(sales_a)
    first = client.get(f"/documents/{document.pk}/versions/1/pages/2/1000/")
    again = client.get(f"/documents/{document.pk}/versions/1/pages/2/1000/")
    assert first.content == again.content
    assert first["Content-Type"] == "image/webp"
    assert PageImage.objects.count() == 1
    assert Event.objects.filter(kind="documents.opened").count() == 1


def test_a_page_that_is_not_there_is_404(document: Document, sales_a: Person, client_of: SignIn) -> None:
    assert client_of(sales_a).get(f"/documents/{document.pk}/versions/1/pages/7/1000/").status_code == 404
