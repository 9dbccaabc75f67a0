"""The button on the customer's page and one's own list."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person
from kedang.teamwork.models import Follow


def test_a_press_follows_and_the_list_shows_it(
    head: Person, sales_a: Person, client_of: Callable[[Person], Client]
) -> None:
    customer = make_customer(by=sales_a)
    browser, address = client_of(head), reverse("teamwork:follow", args=[customer.pk])
    assert "取消关注" in browser.post(address, {"deed": "follow"}).content.decode()
    assert "ABC公司" in browser.get(reverse("teamwork:following")).content.decode()
    assert "免打扰" in browser.post(address, {"deed": "mute"}).content.decode()
    browser.post(address, {"deed": "keep", "topics": ["contact"]})
    kept = Follow.objects.get()
    assert (kept.topics, kept.is_muted) == (["contact"], False)
    browser.post(address, {"deed": "end"})
    assert not Follow.objects.exists()
    assert "还没有关注的客户" in browser.get(reverse("teamwork:following")).content.decode()
