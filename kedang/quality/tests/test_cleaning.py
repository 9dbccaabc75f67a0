from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.core.clock import frozen
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.quality.actions.cleanups import sign_cleanup, start_cleanup
from kedang.quality.models import Cleanup
from kedang.quality.tests.makers import assessed
from kedang.workflow.models import Task

BEGUN = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.fixture
def bare(sales_a: Person, head: Person) -> Customer:
    customer = make_customer("空空公司", by=sales_a)
    assessed(customer)
    return customer


def test_what_is_left_is_signed_with_a_reason_and_the_next_is_planned(bare: Customer, head: Person) -> None:
    with frozen(BEGUN):
        made = start_cleanup(None, 3, actor=as_actor(head))
    assert made.before["unreachable"] == 1
    with frozen(BEGUN + timedelta(days=5)):
        with pytest.raises(Invalid):
            sign_cleanup(made, actor=as_actor(head))
        sign_cleanup(made, "下月联系", actor=as_actor(head))
    made.refresh_from_db()
    assert made.after["unreachable"] == 1
    days = set(Task.objects.filter(assignee=head).values_list("due_on", flat=True))
    assert {day.isoformat() for day in days if day} == {"2026-12-30", "2027-02-28"}
    assert Event.objects.filter(kind="quality.cleanup_signed").count() == 1
    with pytest.raises(Conflict):
        sign_cleanup(made, "再签", actor=as_actor(head))


def test_one_at_a_time_and_only_ones_own(
    bare: Customer, head: Person, manager: Person, sales_a: Person, auditor: Person
) -> None:
    made = start_cleanup(None, 12, actor=as_actor(head))
    with pytest.raises(Conflict):
        start_cleanup(None, 12, actor=as_actor(head))
    with pytest.raises(Invalid):
        start_cleanup(None, 5, actor=as_actor(manager))
    for person in (sales_a, auditor):
        with pytest.raises(Refused):
            start_cleanup(None, 3, actor=as_actor(person))
    with pytest.raises(Refused):
        sign_cleanup(made, "代签", actor=as_actor(manager))
    seen = [
        one for one in (head, manager, sales_a, auditor) if Cleanup.objects.visible_to(as_actor(one)).exists()
    ]
    assert seen == [head, auditor]


def test_its_page_leads_to_the_worklists_and_takes_the_signature(
    bare: Customer, head: Person, auditor: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(head)
    started = client.post(reverse("quality:cleanups"), {"cycle": "3"})
    page = client.get(started.headers["Location"]).content.decode()
    assert f"{reverse('quality:worklist')}?rule=unreachable" in page
    assert client.post(started.headers["Location"], {"note": ""}).status_code == 422
    assert "没有可用联系方式" not in client_of(auditor).get(started.headers["Location"]).content.decode()
    assert client.post(started.headers["Location"], {"note": "下月联系"}).status_code == 302
    assert "没有可用联系方式" in client_of(auditor).get(started.headers["Location"]).content.decode()
    assert "已签字" in client.get(reverse("quality:cleanups")).content.decode()
