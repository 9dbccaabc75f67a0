from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.intake.actions.folders import receive_zip
from kedang.intake.models import CustomerImport, FolderImport
from kedang.intake.tests.folders.test_importing import FILES, zip_of
from kedang.intake.tests.lists import HEADINGS, csv_bytes, run_import, upload
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

ROW = ("上海华信科技有限公司", "13812345678", "li@huaxin.example", "", "金融", "")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def choices_of(made: CustomerImport, **more: object) -> dict[str, object]:
    columns = {f"column-{at}": target for at, target in enumerate(made.mapping)}
    given = {"mode": made.mode, "match_by": made.match_by, "lenience": made.lenience, "owner": "me"}
    return columns | given | more


def test_the_wizard_goes_from_the_file_to_the_customers(head: Person) -> None:
    client = signed_in(head)
    file = SimpleUploadedFile("客户.csv", csv_bytes([ROW, ("", "1", "", "", "", "")]))
    answer = client.post("/intake/customers/", {"file": file})
    made = CustomerImport.objects.get()
    assert answer.headers["Location"] == f"/intake/customers/{made.pk}/"
    page = client.get(f"/intake/customers/{made.pk}/").content.decode()
    assert "新建 1" in page
    assert "退回 1" in page
    answer = client.post(f"/intake/customers/{made.pk}/choices/", choices_of(made, start="1"))
    assert answer.status_code == 302
    run_pending()
    result = client.get(f"/intake/customers/{made.pk}/").content.decode()
    assert "客户名称为空" in result
    assert Customer.objects.get().owner == head
    rejected = client.get(f"/intake/customers/{made.pk}/problems/")
    assert rejected.content.startswith(b"PK")
    assert Event.objects.filter(kind="intake.problems_downloaded", actor=head).count() == 1


def test_changing_a_column_shows_at_once_what_would_happen(head: Person) -> None:
    made = upload(csv_bytes([ROW]), head)
    changed = choices_of(made, **{"column-0": ""})
    answer = signed_in(head).post(
        f"/intake/customers/{made.pk}/choices/", changed, headers={"HX-Request": "true"}
    )
    assert "没有一列是客户名称" in answer.content.decode()
    made.refresh_from_db()
    assert made.mapping[0] == "name"


def test_a_file_that_is_no_list_is_explained_on_the_page(head: Person) -> None:
    answer = signed_in(head).post("/intake/customers/", {"file": SimpleUploadedFile("a.csv", b"")})
    assert answer.status_code == 400
    assert not CustomerImport.objects.exists()


def test_nobody_else_opens_the_import_with_its_rows(
    head: Person, colleague: Person, archivist: Person, auditor: Person
) -> None:
    made = run_import(upload(csv_bytes([ROW]), head), head)
    folder = _dropped(head)
    for person in (colleague, archivist, auditor):
        client = signed_in(person)
        for address in ("", "progress/", "problems/"):
            assert client.get(f"/intake/customers/{made.pk}/{address}").status_code in (302, 404)
        for address in ("", "files/", "progress/"):
            assert client.get(f"/intake/folders/{folder.pk}/{address}").status_code in (302, 404)


@pytest.mark.parametrize("address", ["/intake/customers/", "/intake/folders/"])
def test_who_may_not_bring_anything_in_is_told_so(address: str, outsider: Person) -> None:
    assert signed_in(outsider).get(address).status_code == 403


def test_the_sample_list_imports_without_a_complaint(head: Person) -> None:
    content = signed_in(head).get("/intake/customers/sample/").content
    made = upload(content, head, name="样例.xlsx")
    assert "" not in made.mapping
    done = run_import(made, head)
    assert (done.created, done.rejected) == (2, 0)


def test_a_folder_import_is_placed_decided_and_filed_by_page(head: Person) -> None:
    run_import(upload(csv_bytes([ROW]), head), head)
    client = signed_in(head)
    folder = _dropped(head)
    page = client.get(f"/intake/folders/{folder.pk}/").content.decode()
    assert "认出 1 个客户" in page
    wrong = client.post(f"/intake/folders/{folder.pk}/place/", {"pattern": "{公司}/**"})
    assert wrong.status_code == 400
    label = folder.labels.get(label="永丰")
    client.post(f"/intake/folders/{folder.pk}/labels/{label.pk}/", {"decision": "new"})
    client.post(f"/intake/folders/{folder.pk}/start/")
    run_pending()
    files = client.get(f"/intake/folders/{folder.pk}/files/").content.decode()
    assert "已归档" in files
    assert "待分拣" in files
    folder.refresh_from_db()
    assert (folder.filed, folder.waiting) == (3, 1)


def _dropped(person: Person) -> FolderImport:
    return receive_zip("客户资料.zip", [zip_of(FILES)], actor=as_actor(person))


def test_the_headings_guessed_are_those_of_the_file(head: Person) -> None:
    made = upload(csv_bytes([ROW]), head)
    assert made.headings == list(HEADINGS)
    assert made.mapping == ["name", "mobile", "email", "uscc", "industry", "owner"]
