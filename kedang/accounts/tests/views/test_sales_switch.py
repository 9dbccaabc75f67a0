from __future__ import annotations

import pytest
from django.test import Client

from kedang.access.door import check_right
from kedang.access.rights import rights_of
from kedang.accounts.tests.conftest import SignIn
from kedang.core.actor import as_actor
from kedang.core.errors import Refused
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person

pytestmark = pytest.mark.usefixtures("no_factors")


def switch(client: Client, allowed: bool) -> int:
    return client.post("/settings/posts/sales/", {"allowed": "1" if allowed else "0"}).status_code


def may_edit(person: Person) -> bool:
    return rights_of(as_actor(person)).has("customer", "edit")


def test_the_switch_is_off_until_it_is_turned_on_and_can_be_turned_off(
    security_admin: Person, sales_a: Person, sign_in: SignIn
) -> None:
    client = sign_in(security_admin)
    assert "已关闭" in client.get("/settings/posts/").content.decode()
    assert not may_edit(sales_a)
    assert switch(client, True) == 302
    assert may_edit(sales_a)
    assert "已打开" in client.get("/settings/posts/").content.decode()
    assert switch(client, False) == 302
    assert not may_edit(sales_a)


def test_the_ledger_tells_which_right_came_and_went(security_admin: Person, sign_in: SignIn) -> None:
    switch(sign_in(security_admin), True)
    payload = read_payload(Event.objects.get(kind="accounts.post_changed"))
    assert payload is not None
    (change,) = payload["changes"]
    assert set(change["new"]) - set(change["old"]) == {"customer.edit"}


def test_only_who_manages_posts_may_turn_it(
    system_admin: Person, sales_a: Person, manager: Person, sign_in: SignIn
) -> None:
    for person in (system_admin, sales_a, manager):
        client = sign_in(person)
        assert switch(client, True) == 403
        assert "/settings/posts/sales/" not in client.get("/settings/posts/").content.decode()
    assert not may_edit(sales_a)


def test_who_lacks_the_right_is_told_about_the_switch(sales_a: Person) -> None:
    with pytest.raises(Refused) as refused:
        check_right(as_actor(sales_a), "edit", None, resource="customer")
    assert "销售可以直接修改客户资料" in str(refused.value.remedy)
