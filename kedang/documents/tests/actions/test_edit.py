import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.customers.models import Customer, Project, Tag
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.edit import (
    change_document,
    move_document,
    rename_by_rule,
    rename_document,
    set_tags,
)
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.folders import ensure_folder
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person
from kedang.vault import blobs


@pytest.fixture
def document(abc: Customer, sales_a: Person) -> Document:
    return make_document(abc, by=sales_a)


def test_a_new_name_keeps_its_ending_and_is_recorded(document: Document, sales_a: Person) -> None:
    old = document.name
    rename_document(document, "会谈记录", actor=as_actor(sales_a))
    assert document.name == "会谈记录.txt"
    (change,) = _payload("documents.renamed")["changes"]
    assert (change["old"], change["new"]) == (old, "会谈记录.txt")


def test_a_name_that_is_taken_is_refused_by_hand_and_counted_by_rule(
    abc: Customer, document: Document, sales_a: Person
) -> None:
    other = make_document(abc, by=sales_a)
    with pytest.raises(Conflict):
        rename_document(other, document.name, actor=as_actor(sales_a))
    rename_document(other, "另一份", actor=as_actor(sales_a))
    assert rename_by_rule(other, actor=as_actor(sales_a)).endswith("_2.txt")


def test_facts_are_changed_with_old_and_new_in_words(
    document: Document, contract: DocumentType, sales_a: Person
) -> None:
    changed = change_document(
        document,
        {"type": contract.pk, "fields": {"no": "HT-9"}, "document_date": "2026-05-03"},
        actor=as_actor(sales_a),
    )
    assert set(changed) == {"type", "fields", "document_date"}
    assert {c["field"]: c["new"] for c in _payload("documents.changed")["changes"]}["type"] == "合同"


def test_an_edit_of_an_older_state_is_a_conflict(document: Document, sales_a: Person) -> None:
    seen = document.revision
    change_document(document, {"title": "甲"}, actor=as_actor(sales_a), expected=seen)
    with pytest.raises(Conflict):
        change_document(document, {"title": "乙"}, actor=as_actor(sales_a), expected=seen)


def test_nobody_classifies_beyond_their_own_clearance(document: Document, sales_a: Person) -> None:
    with pytest.raises(Invalid, match="密级"):
        change_document(document, {"classification": 4}, actor=as_actor(sales_a))


def test_a_project_of_another_customer_is_refused(document: Document, sales_a: Person) -> None:
    other = make_customer("北方机械", by=sales_a)
    project = Project.objects.create(customer=other, name="新厂", match_key="新厂")
    with pytest.raises(Invalid, match="另一位客户"):
        change_document(document, {"project": project.pk}, actor=as_actor(sales_a))


def test_tags_are_set(document: Document, sales_a: Person) -> None:
    tag = Tag.objects.create(name="重要", match_key="重要")
    set_tags(document, [tag.pk], actor=as_actor(sales_a))
    assert list(document.tags.all()) == [tag]


def test_moving_to_another_customer_takes_the_key_along(document: Document, sales_a: Person) -> None:
    other = make_customer("北方机械", by=sales_a)
    move_document(document, ensure_folder(other, "合同"), actor=as_actor(sales_a))
    run_pending()
    version = document.versions.get()
    assert document.customer == other
    assert blobs.open(version.blob_id, document.key_owner, "document").read() == b"text"


def test_nobody_moves_a_document_to_a_customer_one_may_not_see(
    document: Document, sales_a: Person, sales_b: Person
) -> None:
    folder = ensure_folder(make_customer("南方贸易", by=sales_b), "合同")
    with pytest.raises(NotFound):
        move_document(document, folder, actor=as_actor(sales_a))


def _payload(kind: str) -> dict[str, list[dict[str, str]]]:
    payload = read_payload(Event.objects.get(kind=kind))
    assert payload is not None
    return payload
