"""Dealings for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer
from kedang.dealings.actions.interactions import record_interaction
from kedang.dealings.actions.needs import note_need
from kedang.dealings.actions.purchases import record_purchase
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.reading import NextStep, read_interaction, read_need, read_purchase
from kedang.people.models import Person


def make_purchase(
    customer: Customer,
    amount: Any = "1200",
    *,
    by: Person | Actor,
    bought_on: Any = "2026-05-03",
    **given: Any,
) -> Purchase:
    facts = read_purchase(bought_on=bought_on, item=given.pop("item", "年度服务"), amount=amount, **given)
    return record_purchase(customer, facts, actor=_actor(by))


def make_interaction(
    customer: Customer,
    text: str = "谈了年度框架",
    *,
    by: Person | Actor,
    channel: str = "call",
    at: Any = "2026-05-03 14:05",
    next_step: NextStep | None = None,
    **given: Any,
) -> Interaction:
    facts = read_interaction(channel=channel, at=at, text=text, **given)
    return record_interaction(customer, facts, next_step=next_step, actor=_actor(by))


def make_need(customer: Customer, text: str = "要求月结", *, by: Person | Actor, kind: str = "need") -> Need:
    return note_need(customer, read_need(kind=kind, text=text), actor=_actor(by))


def _actor(by: Person | Actor) -> Actor:
    return by if isinstance(by, Actor) else as_actor(by)
