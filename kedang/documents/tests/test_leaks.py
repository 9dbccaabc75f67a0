"""Nothing gives more than the right allows (B9): every address asked by those who may only see, or not even that.

`SENTINEL` stands in the text of each document, `BYTES` in its file and nowhere in its text. Readers whose rights do not
reach them must not find either in any answer: page, part, JSON, snippet, thumbnail, range, print.
A new channel is added to `WAYS`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from kedang.access.actions.grants import grant
from kedang.access.models import Grant
from kedang.access.words import Clearance
from kedang.core.actor import as_actor
from kedang.customers.actions.projects import add_project
from kedang.customers.models import Customer, Project
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.permits import ask_permit
from kedang.documents.actions.versions import add_version
from kedang.documents.models import Document, Version
from kedang.documents.readings import pages_of, read_now
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document, new_version_of
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
SENTINEL, BYTES = "独角鲸密语", b"KEDANG-ORIGINAL-7f3a91"
BESIDE = "旁边的话"  # what is searched for: a snippet around it would hold the sentinel
LINE = f"甲方{BESIDE}{SENTINEL}乙方"


def marked(content: bytes) -> bytes:
    """The same file with bytes of its own that no reader of texts sees."""
    if content.startswith(b"PK"):
        out = io.BytesIO(content)
        with zipfile.ZipFile(out, "a") as archive:
            archive.comment = BYTES
        return out.getvalue()
    return content + b"\n%" + BYTES + b"\n"


FILES = {
    "合同.pdf": marked(samples.pdf(LINE)),
    "说明.docx": marked(samples.docx(LINE)),
    "报价.xlsx": marked(samples.xlsx([["品名"], [LINE]])),
    "来信.eml": samples.eml(body=LINE).replace(b"MIME-Version", b"X-Mark: " + BYTES + b"\nMIME-Version", 1),
    "便笺.txt": LINE.encode(),
    "表.csv": f"甲,乙\n{LINE},1\n".encode(),
    "页.html": f"<p>{LINE}</p><!-- {BYTES.decode()} -->".encode(),
}


@pytest.fixture
def papers(abc: Customer, sales_a: Person) -> list[Document]:
    made = [make_document(abc, by=sales_a, content=body, original_name=name) for name, body in FILES.items()]
    read_now([one.pk for one in made])
    for one in made:
        pages_of(one)
    return list(Document.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


def ways(document: Document, *, of_it: bool = True) -> Iterator[str]:
    """Every address of the house with this document in it; else every other that its customer and folder lead to."""
    known: dict[str, Any] = {
        "document_id": document.pk,
        "customer_id": document.customer_id,
        "folder_id": document.folder_id,
        "number": 1,
        "page": 1,
        "width": 1000,
    }
    for name, parameters in _addresses(get_resolver().url_patterns):
        if ("document_id" in parameters) != of_it:
            continue
        given = {each: known[each] for each in parameters if each in known}
        if name and len(given) == len(parameters):
            try:
                yield reverse(name, kwargs=given)
            except NoReverseMatch:
                continue


def questions(document: Document) -> Iterator[str]:
    """Lists and searches, as the pages put them: the same for each document of a customer."""
    yield from (f"/documents/?q={BESIDE}", f"/search/?q={BESIDE}", f"/search/instant/?q={BESIDE}")
    yield from (
        f"/search/?kind=document&q={BESIDE}",
        f"/documents/facets/?q={BESIDE}",
        f"/search/more/document/?q={BESIDE}",
    )
    yield f"/customers/{document.customer_id}/documents/?q={BESIDE}"


def asked(document: Document) -> Iterator[str]:
    """The document's own addresses with questions."""
    start = f"/documents/{document.pk}/"
    yield f"{start}?find={BESIDE}"
    yield from (f"{start}versions/1/find/?q={BESIDE}", f"{start}versions/1/words/1/")
    yield from (f"{start}versions/1/pages/1/{width}/" for width in (100, 99999))


# How content may leave: a function of client and document that yields answers. Drive and shares add theirs.
Way = Callable[[Client, Document], Iterator[tuple[str, bytes]]]
WAYS: list[Way] = []


def over_lists(client: Client, document: Document) -> Iterator[tuple[str, bytes]]:
    for address in questions(document):
        yield address, whole(client.get(address))


def over_its_content(client: Client, document: Document) -> Iterator[tuple[str, bytes]]:
    """Where its words and bytes would be, with the questions pages put and the tricks programs try."""
    start = f"/documents/{document.pk}/"
    for address in asked(document):
        yield address, whole(client.get(address))
    for address in (start, f"{start}file/", f"{start}versions/1/file/", f"{start}versions/1/text/"):
        yield f"{address} as JSON", whole(client.get(address, headers={"Accept": "application/json"}))
        for headers in (
            {"Range": "bytes=0-"},
            {"Range": "bytes=-400", "If-Range": "x"},
            {"If-None-Match": "*"},
        ):
            yield f"{address} {headers}", whole(client.get(address, headers=headers))
        yield f"HEAD {address}", whole(client.head(address))


def over_its_addresses(client: Client, document: Document) -> Iterator[tuple[str, bytes]]:
    """Whatever is about it, visited and sent."""
    for address in ways(document):
        yield address, whole(client.get(address))
        if "/trash" not in address and "/permit" not in address:
            yield f"POST {address}", whole(client.post(address, {"reason": "核对", "q": BESIDE}))


def over_every_address(client: Client, document: Document) -> Iterator[tuple[str, bytes]]:
    """That, and all else that its customer and folder lead to."""
    yield from over_its_addresses(client, document)
    for address in ways(document, of_it=False):
        if not address.startswith(("/account", "/sign")):
            yield address, whole(client.get(address))


WAYS += [over_lists, over_its_content]


def whole(response: HttpResponseBase) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # either kind
    return headers + b"\n" + body


def leaks(client: Client, document: Document, *more: Way, usual: Sequence[Way] = WAYS) -> list[str]:
    """Where the answers hold what they should not. The sentinel is looked for as UTF-8, escaped and in GBK."""
    forms = {
        SENTINEL.encode(),
        SENTINEL.encode("unicode_escape"),
        SENTINEL.encode("gb18030"),
        "".join(f"&#{ord(each)};" for each in SENTINEL).encode(),
        BYTES,
    }
    return [
        address
        for way in (*usual, *more)
        for address, answer in way(client, document)
        if any(form in answer for form in forms) or (b"%PDF" in answer and BYTES in answer)
    ]


def test_the_walk_finds_what_those_who_may_take_are_given(
    papers: list[Document], sales_a: Person, client_of: SignIn
) -> None:
    """The check bites: by a reader with the right the sentinel is found in the file, the text and a snippet."""
    found = " ".join(leaks(client_of(sales_a), papers[0]))
    for part in ("/file/", "/text/", "/words/1/", "/documents/?q=", "/search/?kind=document"):
        assert part in found


def test_who_may_only_see_is_given_images_alone(
    papers: list[Document], privacy_officer: Person, client_of: SignIn
) -> None:
    client = client_of(privacy_officer)
    assert leaks(client, papers[0], over_every_address) == []
    for document in papers[1:]:
        assert leaks(client, document, usual=[over_its_content]) == []
    for document in papers:
        image = client.get(f"/documents/{document.pk}/versions/1/pages/1/1000/")
        assert (image.status_code, image["Content-Type"]) == (200, "image/jpeg"), document.name


def test_a_grant_to_see_gives_no_more(
    papers: list[Document], head: Person, sales_b: Person, client_of: SignIn
) -> None:
    grant(papers[0], ["view"], to=sales_b, actor=as_actor(head, reason="借阅"))
    client = client_of(sales_b)
    assert leaks(client, papers[0]) == []
    assert client.get(f"/documents/{papers[0].pk}/").status_code == 200


def test_a_grant_names_one_record_and_no_row_of_another_table_with_its_number(
    abc: Customer, head: Person, sales_a: Person, sales_b: Person
) -> None:
    """A grant holds a number; versions, suggestions, projects and follows stand under the same resources."""
    first = make_document(abc, by=sales_a, content=b"first")
    add_version(first, new_version_of(first, b"again"), actor=as_actor(sales_a))
    second = make_document(abc, by=sales_a, content=b"second")
    grant(second, ["view"], to=sales_b, actor=as_actor(head, reason="借阅"))
    assert {one.document_id for one in Version.objects.visible_to(as_actor(sales_b))} == {second.pk}
    own = make_customer("另一家公司", by=sales_a)
    project = add_project(abc, "机房改造", actor=as_actor(sales_a))
    Grant.objects.create(
        resource="customer",
        object_id=project.pk,
        customer_id=own.pk,
        verb="view",
        person=sales_b,
        given_by=head,
    )
    assert not Project.objects.visible_to(as_actor(sales_b)).exists()


@pytest.mark.parametrize("who", ["outsider", "sales_b", "security_admin", "auditor"])
def test_an_outsider_is_given_nothing(
    who: str, papers: list[Document], client_of: SignIn, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert leaks(client, papers[0], over_its_addresses) == []
    assert client.get(f"/documents/{papers[0].pk}/versions/1/pages/1/1000/").status_code == 404


def test_nobody_without_sign_in_is_given_anything(papers: list[Document]) -> None:
    assert leaks(Client(raise_request_exception=False), papers[0]) == []


def test_below_the_clearance_it_is_not_there(
    papers: list[Document], sales_a: Person, client_of: SignIn
) -> None:
    """Its own seller is cleared for 内部 only."""
    Document.objects.update(classification=Clearance.CONFIDENTIAL)
    client = client_of(sales_a)
    assert leaks(client, papers[0]) == []
    assert client.get(f"/documents/{papers[0].pk}/").status_code == 404


def test_the_second_level_gives_images_until_a_permit_is_there(
    papers: list[Document], archivist: Person, client_of: SignIn
) -> None:
    Document.objects.update(classification=Clearance.CONFIDENTIAL)
    papers[0].refresh_from_db()
    ask_permit(papers[0], reason="核对", actor=as_actor(archivist))
    assert leaks(client_of(archivist), papers[0]) == []


def test_the_top_level_gives_nothing_before_its_sitting(
    papers: list[Document], manager: Person, client_of: SignIn
) -> None:
    Document.objects.filter(pk=papers[0].pk).update(classification=Clearance.CORE)
    client = client_of(manager)
    start = f"/documents/{papers[0].pk}/"
    shut = [address for address in ways(papers[0]) if address.startswith(start)]
    for address in shut:
        if "/unlock/" in address:
            continue
        answer = client.get(address)
        assert answer.status_code != 200 or SENTINEL.encode() not in whole(answer), address
    assert client.get(f"{start}versions/1/pages/1/1000/").status_code == 401


@pytest.mark.parametrize("who", ["privacy_officer", "sales_a"])
def test_nobody_in_between_keeps_what_a_document_says(
    who: str, papers: list[Document], client_of: SignIn, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in ways(papers[0]):
        answer = client.get(address)
        kept = answer.headers.get("Cache-Control", "")
        assert "public" not in kept, address
        if (
            f"/documents/{papers[0].pk}/" in address
            and "/pages/" not in address
            and "/thumbnail/" not in address
        ):
            assert "no-store" in kept or "no-cache" in kept or answer.status_code != 200, address


def _addresses(
    patterns: Any, space: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        parameters = (*above, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, inner, parameters)
        elif pattern.name:
            yield space + pattern.name, parameters
