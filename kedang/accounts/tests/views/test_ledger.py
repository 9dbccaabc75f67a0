from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.accounts import events
from kedang.accounts.tests.conftest import SignIn
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.ledger.models import Event
from kedang.ledger.record import record
from kedang.people.models import Person

pytestmark = pytest.mark.usefixtures("no_factors")


@pytest.fixture
def audit(auditor: Person, sign_in: SignIn) -> Client:
    return sign_in(auditor)


def note(person: Person, **details: Any) -> Event:
    return record(events.PERSON_CHANGED, person, actor=as_actor(person, address="10.0.0.7"), **details)


def rows(client: Client, url: str) -> list[str]:
    return re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", client.get(url).content.decode(), re.S)


def test_the_auditor_reads_all_as_sentences_with_masked_values(audit: Client, sales_a: Person) -> None:
    change = {"field": "phone", "label": "电话", "old": "", "new": "13812345678"}
    note(sales_a, changes=[change], person_id=sales_a.pk)
    row = next(row for row in rows(audit, "/ledger/") if "修改了人员资料" in row)
    assert "销售甲" in row
    assert "138****5678" in row
    assert "13812345678" not in row
    assert "10.0.0.7" in row


def test_opening_the_ledger_is_recorded_once_per_opening(audit: Client, auditor: Person) -> None:
    audit.get("/ledger/?result=ok")
    audit.get("/ledger/?result=ok&before=1")
    assert Event.objects.filter(kind="accounts.ledger_opened", actor=auditor).count() == 1


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "sales_a", "manager", "founder"])
def test_neither_administrators_nor_others_read_it(
    who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(who)).get("/ledger/").status_code == 403


def test_a_person_sees_their_own_acts_only(sales_a: Person, sales_b: Person, sign_in: SignIn) -> None:
    note(sales_a)
    note(sales_b)
    client = sign_in(sales_a)
    shown = " ".join(rows(client, "/account/ledger/"))
    assert "销售甲" in shown
    assert "销售乙" not in shown
    assert client.get(f"/ledger/people/{sales_b.pk}/").status_code == 403
    assert client.get(f"/ledger/people/{sales_a.pk}/").status_code == 200


def test_one_persons_ledger_holds_what_they_did_and_what_was_done_to_them(
    audit: Client, sales_a: Person, sales_b: Person
) -> None:
    note(sales_a)
    record(events.PERSON_SUSPENDED, sales_a, actor=as_actor(sales_b), person_id=sales_a.pk)
    note(sales_b)
    assert len(rows(audit, f"/ledger/people/{sales_a.pk}/")) == 2


def test_filters_narrow(audit: Client, sales_a: Person, sales_b: Person) -> None:
    with frozen(now() - timedelta(days=40)):
        note(sales_a, result="refused")
    note(sales_b)
    day = f"{now() - timedelta(days=30):%Y-%m-%d}"
    assert len(rows(audit, f"/ledger/?kind=accounts.person_changed&since={day}")) == 1
    assert len(rows(audit, f"/ledger/?kind=accounts.person_changed&until={day}")) == 1
    assert len(rows(audit, "/ledger/?kind=accounts.person_changed&address=10.0.0.7")) == 2
    assert len(rows(audit, "/ledger/?result=refused")) == 1
    assert len(rows(audit, f"/ledger/?who={sales_b.pk}")) == 1
    assert len(rows(audit, "/ledger/?nature=change&address=10.0.0.7")) == 2


def test_a_wrong_filter_is_said_at_its_field(audit: Client) -> None:
    assert "来源地址" in audit.get("/ledger/?address=somewhere").content.decode()


def test_the_ledger_is_paged(audit: Client, sales_a: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.accounts.ledger_reading.PAGE", 3)
    for _number in range(7):
        note(sales_a)
    sizes: list[int] = []
    url = "/ledger/?kind=accounts.person_changed"
    while url:
        page = audit.get(url).content.decode()
        sizes.append(page.count("<time datetime"))
        more = re.search(r"hx-get=\"([^\"]+)\"", page)
        url = "/ledger/" + more.group(1).replace("&amp;", "&") if more else ""
    assert sizes == [3, 3, 1]


def test_the_auditor_opens_the_ledger_of_one_customer(audit: Client, auditor: Person) -> None:
    assert audit.get("/ledger/customers/7/").status_code == 200
    assert Event.objects.get(kind="accounts.ledger_opened").customer_id == 7


def test_a_ledger_of_a_customer_one_is_not_entitled_to_is_not_found(sales_a: Person, sign_in: SignIn) -> None:
    assert sign_in(sales_a).get("/ledger/customers/1/").status_code == 404


def test_what_was_looked_for_is_told_in_words(audit: Client) -> None:
    audit.get("/ledger/", {"kind": "documents.opened", "nature": "access"})
    page = audit.get("/ledger/", {"kind": "accounts.ledger_opened"}).content.decode()
    assert "事项：打开了文档" in page
    assert "性质：查看" in page
    assert "kind=documents.opened" not in page
