"""A protected file asks for its password once; then it is read, shown and found like any other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from kedang.core.actor import as_actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.documents import previews, readings
from kedang.documents.actions.passwords import check_password, keep_password
from kedang.documents.actions.versions import add_version, restore_version
from kedang.documents.models import Document, Version
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document, new_version_of
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
WORD = "钥匙Geheim8"
FILES = {
    "密.pdf": lambda: samples.pdf(samples.CONTRACT, password="Geheim8"),
    "密.docx": lambda: samples.locked_office(samples.docx(), WORD),
    "密.xlsx": lambda: samples.locked_office(samples.xlsx(), WORD),
    "密.zip": lambda: samples.locked_zip("内.txt", samples.CONTRACT.encode(), b"Geheim8"),
}


def _word(name: str) -> str:
    return WORD if name.endswith("x") else "Geheim8"


def _locked(customer: Customer, by: Person, name: str) -> Document:
    document = make_document(customer, by=by, content=FILES[name](), original_name=name)
    run_pending()
    document.refresh_from_db()
    assert (document.read_state, document.read_reason) == ("protected", "password")
    return document


@pytest.mark.parametrize("name", FILES)
def test_with_its_password_a_file_is_read_as_usual(abc: Customer, sales_a: Person, name: str) -> None:
    document = _locked(abc, sales_a, name)
    version = document.versions.get()
    with pytest.raises(Invalid, match="密码不对"):
        check_password(version, "falsch")
    check_password(version, _word(name))
    keep_password(document, version, _word(name), actor=as_actor(sales_a))
    run_pending()
    document.refresh_from_db()
    assert document.read_state == "read"
    assert samples.CONTRACT in "".join(page.text for page in readings.pages_of(document))
    if name.endswith("pdf"):
        assert previews.page_image(document.versions.get(), 1, 320).content


def test_the_password_is_nowhere_to_be_read(abc: Customer, sales_a: Person) -> None:
    document = _locked(abc, sales_a, "密.pdf")
    version = document.versions.get()
    keep_password(document, version, "Geheim8", actor=as_actor(sales_a))
    kept = bytes(Version.objects.get(pk=version.pk).password or b"")
    assert kept
    assert b"Geheim8" not in kept
    assert [
        e for e in Event.objects.all() if b"Geheim8" in bytes(e.payload or b"") + bytes(e.canonical or b"")
    ] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, error FROM jobs_task")
        assert "Geheim8" not in str(cursor.fetchall())


def test_an_old_version_that_comes_back_brings_its_password(abc: Customer, sales_a: Person) -> None:
    document, actor = _locked(abc, sales_a, "密.pdf"), as_actor(sales_a)
    keep_password(document, document.versions.get(), "Geheim8", actor=actor)
    add_version(document, new_version_of(document, b"neu", "neu.txt"), actor=actor)
    restore_version(document, 1, actor=actor)
    run_pending()
    document.refresh_from_db()
    assert document.read_state == "read"


def test_who_may_not_edit_is_not_asked_and_not_heard(
    abc: Customer, sales_a: Person, privacy_officer: Person, client_of: SignIn
) -> None:
    document = _locked(abc, sales_a, "密.pdf")
    mine, theirs = client_of(sales_a), client_of(privacy_officer)
    assert "打开密码" in mine.get(f"/documents/{document.pk}/").content.decode()
    assert "打开密码" not in theirs.get(f"/documents/{document.pk}/").content.decode()
    assert theirs.post(f"/documents/{document.pk}/password/", {"password": "Geheim8"}).status_code in (
        403,
        404,
    )
    wrong = mine.post(
        f"/documents/{document.pk}/password/", {"password": "x"}, headers={"HX-Request": "true"}
    )
    assert "密码不对" in json.loads(wrong["HX-Trigger"])["kd:error"]["message"]
    assert mine.post(f"/documents/{document.pk}/password/", {"password": "Geheim8"}).status_code == 204


def test_a_locked_file_asks_for_its_password_where_its_pages_would_be(
    abc: Customer, sales_a: Person, client_of: SignIn
) -> None:
    document = _locked(abc, sales_a, "密.pdf")
    address, client = f"/documents/{document.pk}/", client_of(sales_a)
    shown = client.get(address).content.decode()
    assert "就能识读和预览" in shown
    assert "<k-viewer" not in shown
    keep_password(document, document.versions.get(), "Geheim8", actor=as_actor(sales_a))
    assert "<k-viewer" in client.get(address).content.decode()
