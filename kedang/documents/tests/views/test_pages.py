"""The pages of documents: what they show, to whom, and how many queries they take."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from kedang.core.actor import as_actor
from kedang.customers.models import Customer, Tag
from kedang.documents.actions.trash import trash_document
from kedang.documents.actions.versions import add_version
from kedang.documents.models import Document
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document, new_version_of
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def read(abc: Customer, contract: DocumentType, sales_a: Person) -> Document:
    document = make_document(
        abc, by=sales_a, content=samples.pdf("违约金为百分之五"), original_name="a.pdf", type=contract
    )
    run_pending()
    document.refresh_from_db()
    return document


@pytest.fixture
def page(sales_a: Person, client_of: SignIn) -> Client:
    return client_of(sales_a)


def _text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content[:300]
    return response.content.decode()


def test_the_list_finds_a_word_inside_and_shows_it(read: Document, page: Client) -> None:
    text = _text(page, "/documents/?q=违约")
    assert read.name in text
    assert "<mark>违约</mark>" in text


@pytest.mark.parametrize(
    "query",
    [
        "类型:合同",
        "客户:ABC",
        "格式:pdf",
        "大小<10M",
        "识读:已识读",
        "行业:空",
        "签出:否",
        "文件名:合同",
        "上传人:我",
    ],
)
def test_the_list_understands_the_fields_of_documents(query: str, read: Document, page: Client) -> None:
    assert read.name in _text(page, f"/documents/?q={query}")


def test_documents_are_filtered_by_tags_of_their_customer(read: Document, page: Client) -> None:
    tag = Tag.objects.create(name="VIP客户", match_key="VIP客户")
    read.customer.tags.add(tag)
    assert read.name in _text(page, "/documents/?q=客户标签:VIP客户")


def test_a_query_with_a_mistake_is_explained(page: Client) -> None:
    assert "不是文件大小" in _text(page, "/documents/?q=大小>很大")


def test_the_list_of_another_department_is_empty(read: Document, sales_b: Person, client_of: SignIn) -> None:
    assert read.name not in _text(client_of(sales_b), "/documents/?q=违约")


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    abc: Customer, sales_a: Person, page: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        make_document(abc, by=sales_a, content=f"{number}".encode())
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]  # a context manager
        _text(page, "/documents/")


def test_opening_a_document_is_in_the_ledger(read: Document, page: Client) -> None:
    assert "违约金" not in _text(page, f"/documents/{read.pk}/")  # pages are images, the text is not in it
    assert Event.objects.filter(kind="documents.opened", subject_id=read.pk).count() == 1


def test_each_part_of_a_document_answers(read: Document, page: Client) -> None:
    add_version(
        read, new_version_of(read, samples.pdf("二"), "b.pdf"), "第二稿", actor=as_actor(read.created_by)
    )
    for part in (
        "versions",
        "rights",
        "facts",
        "fields",
        "name",
        "place",
        "tags",
        "versions/new",
        "versions/1",
    ):
        assert _text(page, f"/documents/{read.pk}/{part}/")
    assert "第二稿" in _text(page, f"/documents/{read.pk}/versions/")


def test_the_ledger_of_a_document_is_for_those_entitled(
    read: Document, page: Client, head: Person, client_of: SignIn
) -> None:
    assert page.get(f"/documents/{read.pk}/ledger/").status_code == 404
    assert "归档了文档" in _text(client_of(head), f"/documents/{read.pk}/ledger/")


def test_the_text_alone_is_an_opening_too(read: Document, page: Client) -> None:
    opened = Event.objects.filter(kind="documents.opened", subject_id=read.pk)
    assert not opened.exists()
    page.get(f"/documents/{read.pk}/versions/1/text/")
    page.get(f"/documents/{read.pk}/versions/1/text/")
    assert opened.count() == 1


def test_the_text_of_a_mail_is_shown_and_nothing_of_it_runs(
    abc: Customer, sales_a: Person, page: Client
) -> None:
    body = "<script>alert(1)</script>谢谢"
    document = make_document(abc, by=sales_a, content=samples.eml(body=body), original_name="a.eml")
    text = _text(page, f"/documents/{document.pk}/versions/1/text/")
    assert "关于续签合同" in text
    assert "<script>" not in text


def test_an_edit_answers_with_the_panel_and_closes_the_dialog(read: Document, page: Client) -> None:
    response = page.post(
        f"/documents/{read.pk}/facts/",
        {"title": "年度框架", "field:no": "HT-7", "type": str(read.type_id), "revision": str(read.revision)},
        headers={"HX-Request": "true"},
    )
    assert "年度框架" in response.content.decode()
    assert "kd:close" in response["HX-Trigger"]
    read.refresh_from_db()
    assert (read.title, read.values.get(key="no").text) == ("年度框架", "HT-7")


def test_a_folder_shows_its_documents_and_the_tree(read: Document, page: Client) -> None:
    text = _text(page, f"/customers/{read.customer_id}/documents/?path={read.folder.path}")
    assert read.name in text
    assert 'role="treeitem"' in text


def test_the_same_folder_as_a_part_has_no_frame(read: Document, page: Client) -> None:
    part = _text(page, f"/customers/{read.customer_id}/documents/", **{"HX-Request": "true"})
    assert "<html" not in part
    assert read.name in part


def test_the_trash_offers_to_restore(read: Document, sales_a: Person, page: Client) -> None:
    trash_document(read, actor=as_actor(sales_a))
    assert read.name in _text(page, "/documents/?tab=trash")
    assert "之前可以恢复" in _text(page, f"/documents/{read.pk}/")
    assert page.delete(f"/documents/{read.pk}/trash/").status_code == 204


def test_from_the_trash_one_is_led_back_to_the_folder(read: Document, page: Client) -> None:
    """A header holds no Chinese: an address in it is written in ASCII, else browsers go nowhere."""
    address = page.post(f"/documents/{read.pk}/trash/").headers["HX-Redirect"]
    assert address.isascii()
    assert page.get(address).status_code == 200


def test_bulk_work_on_all_results_of_a_query(abc: Customer, sales_a: Person, page: Client) -> None:
    for number in range(3):
        make_document(abc, by=sales_a, content=f"{number}".encode())
    assert "3" in _text(page, "/documents/bulk/edit/?all=1&q=客户:ABC&tab=all")
    sent = {"all": "1", "q": "客户:ABC", "tab": "all", "title": "统一题名"}
    assert page.post("/documents/bulk/edit/", sent, headers={"HX-Request": "true"}).status_code == 204
    assert set(Document.objects.values_list("title", flat=True)) == {"统一题名"}


@pytest.mark.parametrize("verb", ["edit", "tag", "move", "rename", "trash"])
def test_each_bulk_dialog_opens_for_chosen_rows(verb: str, read: Document, page: Client) -> None:
    assert "1" in _text(page, f"/documents/bulk/{verb}/?ids={read.pk}")


def test_the_name_a_file_will_get_is_shown(abc: Customer, contract: DocumentType, page: Client) -> None:
    text = _text(page, f"/documents/new/name/?customer={abc.pk}&type={contract.pk}&date=2023-10-01")
    assert "ABC公司_20231001_合同.pdf" in text


def test_choices_are_within_ones_rights(
    abc: Customer, sales_b: Person, page: Client, client_of: SignIn
) -> None:
    assert page.get("/documents/choices/customers/?q=ABC").json()["results"][0]["label"] == abc.name
    assert client_of(sales_b).get("/documents/choices/customers/?q=ABC").json()["results"] == []


def test_pages_speak_english(read: Document, sales_a: Person, client_of: SignIn) -> None:
    Person.objects.filter(pk=sales_a.pk).update(language="en")
    client = client_of(sales_a)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        text = _text(client, f"/documents/{read.pk}/")
    assert "Download" in text
