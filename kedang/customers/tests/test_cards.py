"""The board's cards: what they say, and who may move them."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


def board(client: Client) -> str:
    return str(client.get("/customers/?face=board").content.decode())


def test_who_may_change_a_customer_may_move_its_card_to_every_other_stage(
    head: Person, sales_a: Person, client_of: SignIn
) -> None:
    customer = make_customer("华信科技", by=sales_a)
    page = board(client_of(head))
    assert f'data-move="/customers/{customer.pk}/move/"' in page
    offered = [stage for stage in ("prospect", "current", "lost") if f'name="column" value="{stage}"' in page]
    assert customer.stage not in offered
    assert len(offered) == 2


def test_who_may_only_look_moves_nothing(manager: Person, sales_a: Person, client_of: SignIn) -> None:
    make_customer("华信科技", by=sales_a)
    page = board(client_of(manager))
    assert 'title="华信科技"' in page
    assert "data-move" not in page
    assert 'name="column"' not in page


def test_a_name_cannot_bring_markup_onto_the_board(head: Person, sales_a: Person, client_of: SignIn) -> None:
    make_customer("<b>甲</b>公司", by=sales_a)
    page = board(client_of(head))
    assert "<b>甲" not in page
    assert "&lt;b&gt;甲" in page
