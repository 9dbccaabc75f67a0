"""The history of a record is the record: replaying its events gives what it holds, and taking them back what it held."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.core.actor import Actor, as_actor
from kedang.customers.actions.change import change_fields, set_stage
from kedang.customers.actions.contacts import add_contact, remove_contact
from kedang.customers.actions.fields import define_field
from kedang.customers.actions.restore import restore_as_on, restore_field
from kedang.customers.changing import NothingChanged
from kedang.customers.contacts import ContactInput
from kedang.customers.fields import FieldDraft
from kedang.customers.history import differences, events_of, replay, state_after
from kedang.customers.models import ContactPoint, Customer, CustomField
from kedang.customers.options import Option
from kedang.customers.presets import load_presets
from kedang.customers.record import State, load_state
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

EXAMPLES = 300 if os.environ.get("KEDANG_EFFORT") == "full" else 12
OPTIONS = [Option("", "金牌"), Option("", "银牌")]
_TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)

# What may be typed into which field; "" empties it.
PLAIN = {
    "short_name": _TEXT,
    "industry": st.sampled_from(["", "金融", "医疗", "制造"]),
    "source": st.sampled_from(["", "展会", "拜访"]),
    "cooperation_start": st.sampled_from(["", "2026-01-02", "2025年3月4日"]),
    "address": st.sampled_from(["", "上海市浦东新区世纪大道1号", "杭州市西湖区文三路9号"]),
    "note": _TEXT,
}
OWN: dict[str, tuple[FieldDraft, st.SearchStrategy[str]]] = {
    "文字": (FieldDraft("文字"), _TEXT),
    "长文": (FieldDraft("长文", "long"), st.sampled_from(["", "一\n二", "三"])),
    "数字": (FieldDraft("数字", "number"), st.integers(-(10**9), 10**9).map(str) | st.just("")),
    "日期": (FieldDraft("日期", "date"), st.sampled_from(["", "2026-05-03", "2020/1/2"])),
    "单选": (FieldDraft("单选", "choice", OPTIONS), st.sampled_from(["", "金牌", "银牌"])),
    "多选": (FieldDraft("多选", "choices", OPTIONS), st.sampled_from(["", "金牌", "银牌、金牌"])),
    "是否": (FieldDraft("是否", "yes_no"), st.sampled_from(["", "是", "否"])),
    "金额": (FieldDraft("金额", "money"), st.sampled_from(["", "12000", "USD 5.5"])),
    "密文": (FieldDraft("密文", is_sensitive=True, purpose="测试"), _TEXT),
    "密数": (
        FieldDraft("密数", "number", is_personal=True, purpose="测试"),
        st.sampled_from(["", "1", "2.5"]),
    ),
}


@st.composite
def _edit(draw: st.DrawFn) -> tuple[str, Any]:
    verb = draw(
        st.sampled_from(["plain", "own", "own", "stage", "add", "remove", "restore", "restore_field"])
    )
    if verb == "plain":
        name = draw(st.sampled_from(sorted(PLAIN)))
        return verb, (name, draw(PLAIN[name]))
    if verb == "own":
        name = draw(st.sampled_from(sorted(OWN)))
        return verb, (name, draw(OWN[name][1]))
    if verb == "stage":
        return verb, draw(st.sampled_from(["prospect", "current", "lost"]))
    return verb, draw(st.integers(0, 9))


@pytest.fixture
def own(archivist: Person) -> dict[str, CustomField]:
    load_presets()
    actor = as_actor(archivist)
    return {name: define_field(CustomField, draft, actor=actor) for name, (draft, _typed) in OWN.items()}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(_edit(), max_size=8))
def test_replaying_the_history_gives_the_present_record(
    edits: list[tuple[str, Any]], own: dict[str, CustomField], head: Person
) -> None:
    actor = as_actor(head)
    customer = make_customer(
        by=actor, contacts={"mobile": "13812345678"}, people=[("王芳", "经理"), ("李雷", "")], industry="金融"
    )
    states = [_present(customer)]
    for verb, what in edits:
        before = events_of(customer).count()
        _do(verb, what, customer, own, actor)
        if events_of(customer).count() > before:
            states.append(_present(customer))
    assert differences(replay(customer), states[-1]) == []
    customer = Customer.objects.get(pk=customer.pk)
    for event, state in zip(events_of(customer).order_by("id"), states, strict=True):
        assert differences(_own_facts(state_after(customer, event)), _own_facts(state)) == []


def _do(verb: str, what: Any, customer: Customer, own: dict[str, CustomField], actor: Actor) -> None:
    try:
        if verb in {"plain", "own"}:
            name, typed = what
            change_fields(customer, {own[name].key if verb == "own" else name: typed}, actor=actor)
        elif verb == "stage":
            set_stage(customer, what, actor=actor)
        elif verb == "add":
            add_contact(
                customer, ContactInput("email", f"a{ContactPoint.objects.count()}@b.com"), actor=actor
            )
        elif verb == "remove":
            _remove(customer, what, actor)
        else:
            _restore(verb, customer, what, actor)
    except NothingChanged:
        pass


def _remove(customer: Customer, place: int, actor: Actor) -> None:
    points = list(ContactPoint.objects.in_use().filter(customer=customer).select_related("customer"))
    if points:
        remove_contact(points[place % len(points)], actor=actor)


def _restore(verb: str, customer: Customer, place: int, actor: Actor) -> None:
    events = list(events_of(customer).order_by("id"))
    event = events[place % len(events)]
    if verb == "restore":
        restore_as_on(Customer.objects.get(pk=customer.pk), event.at, actor=actor)
    else:
        restore_field(customer, "industry", event, actor=actor)


def _present(customer: Customer) -> State:
    return load_state(Customer.objects.get(pk=customer.pk))


def _own_facts(state: State) -> State:
    return {key: value for key, value in state.items() if value not in (None, "", [])}
