"""Needs, preferences, special requirements, interests and finances by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.customers.models import Customer
from kedang.dealings.changing import amend
from kedang.dealings.entering import NewNeed, enter_needs
from kedang.dealings.events import NEED_CHANGED
from kedang.dealings.models import Need
from kedang.dealings.reading import NeedFacts
from kedang.dealings.states import facts_of_need


@action(needs="create", resource="dealing")
def note_need(customer: Customer, facts: NeedFacts, *, actor: Actor) -> Need:
    """`facts` as `reading.read_need` gives them."""
    return enter_needs([NewNeed(customer, facts)], actor=actor)[0]


@action(needs="edit")
def change_need(need: Need, facts: NeedFacts, *, expected: int | None = None, actor: Actor) -> None:
    """Raises Conflict: `expected` is not the stored revision any more; Invalid: nothing changed."""
    amend(need, facts, kind=NEED_CHANGED, expected=expected, actor=actor)


@action(needs="edit")
def meet_need(need: Need, *, on: date | None = None, actor: Actor) -> None:
    """The need was met; met once more, it is open again."""
    met_on = None if need.met_on else on or today()
    amend(need, replace(facts_of_need(need), met_on=met_on), kind=NEED_CHANGED, actor=actor)
