"""Call lists: whom they hold, one key a call, each call an interaction of its customer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers.tests.makers import make_customer
from kedang.dealings.models import Interaction
from kedang.people.models import Person
from kedang.segments.actions.calls import note_call, start_calls, to_call
from kedang.segments.actions.segments import share_segment
from kedang.segments.calling import entries_of, following, progress_of
from kedang.segments.models import CallList, Segment
from kedang.segments.tests.test_segments import make_segment


def begin(segment: Segment, by: Person) -> CallList:
    actor = as_actor(by)
    return start_calls(segment, to_call(segment, actor), actor=actor)


@pytest.fixture
def segment(sales_a: Person) -> Segment:
    make_customer("华信科技", by=sales_a, grade="A", contacts={"mobile": "13812345678"})
    make_customer("恒达贸易", by=sales_a, grade="A", contacts={"landline": "021-62345678"})
    make_customer("瑞丰制造", by=sales_a, grade="A", contacts={"email": "a@ruifeng.example"})
    return make_segment(sales_a)


def test_a_list_holds_members_with_a_telephone_newest_first(segment: Segment, sales_a: Person) -> None:
    entries = entries_of(begin(segment, sales_a), as_actor(sales_a))
    assert [one.customer.name for one in entries] == ["恒达贸易", "华信科技"]


def test_each_call_is_an_interaction_and_leads_to_the_next(segment: Segment, sales_a: Person) -> None:
    actor = as_actor(sales_a)
    made = begin(segment, sales_a)
    first, second = entries_of(made, actor)
    note_call(first.customer, first, "reached", "下周寄样品", actor=actor)
    entries = entries_of(made, actor)
    assert following(entries, entries[0]) == second
    note_call(second.customer, second, "missed", actor=actor)
    entries = entries_of(made, actor)
    assert following(entries, entries[1]) is None
    assert (progress_of(entries).reached, progress_of(entries).missed) == (1, 1)
    talks = Interaction.objects.order_by("pk")
    assert [(one.customer, one.channel, one.direction) for one in talks] == [
        (first.customer, "call", "out"), (second.customer, "call", "out")
    ]  # fmt: skip
    assert [one.interaction for one in entries] == list(talks)


def test_a_call_is_noted_once(segment: Segment, sales_a: Person) -> None:
    actor = as_actor(sales_a)
    entry = entries_of(begin(segment, sales_a), actor)[0]
    note_call(entry.customer, entry, "reached", actor=actor)
    with pytest.raises(Conflict):
        note_call(entry.customer, entry, "missed", actor=actor)
    assert Interaction.objects.count() == 1


def test_nobody_to_call_is_said(segment: Segment, head: Person, sales_b: Person) -> None:
    shared = make_segment(head)
    share_segment(shared, "all", actor=as_actor(head))
    with pytest.raises(Invalid, match="没有留下电话"):
        begin(shared, sales_b)


def test_who_may_not_record_dealings_notes_no_call(
    segment: Segment, sales_a: Person, privacy_officer: Person
) -> None:
    entry = entries_of(begin(segment, sales_a), as_actor(sales_a))[0]
    with pytest.raises(Refused):
        note_call(entry.customer, entry, "reached", actor=as_actor(privacy_officer))


def test_a_number_is_masked_on_the_page(
    segment: Segment, sales_a: Person, client_of: Callable[[Person], Client]
) -> None:
    made = begin(segment, sales_a)
    entry = entries_of(made, as_actor(sales_a))[0]
    page = client_of(sales_a).get(reverse("segments:call_list", args=[made.pk])).content.decode()
    assert "恒达贸易" in page
    assert "62345678" not in page
    assert reverse("contact_unmask", args=[entry.customer.contact_points.get().pk]) in page


def test_a_list_is_only_theirs_who_began_it(
    segment: Segment, sales_a: Person, head: Person, client_of: Callable[[Person], Client]
) -> None:
    made = begin(segment, sales_a)
    assert client_of(head).get(reverse("segments:call_list", args=[made.pk])).status_code == 404
