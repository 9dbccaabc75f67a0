"""What happened with the demo company's customers: talks, purchases, needs, opportunities, tasks; each by its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from kedang.access.door import check_right
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.customers.models import ContactPerson, Customer, Project
from kedang.customers.models.project import Closed, Progress
from kedang.dealings.actions.interactions import record_interaction
from kedang.dealings.actions.opportunities import (
    OpportunityFacts,
    change_opportunity,
    close_opportunity,
    move_opportunity,
)
from kedang.dealings.entering import (
    NewInteraction,
    NewNeed,
    NewPurchase,
    enter_interactions,
    enter_needs,
    enter_purchases,
)
from kedang.dealings.reading import NextStep, read_interaction, read_need, read_purchase
from kedang.demo.clientele import client
from kedang.demo.company import Staff
from kedang.demo.registering import number_of
from kedang.demo.words import chance, words


def deal_with(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """Deterministic but for the days, which are counted back from today."""
    numbers = {number_of(generation, index): index for index in indices}
    customers = Customer.objects.in_use().filter(number__in=numbers)
    for customer in customers.select_related("owner"):
        index = numbers[customer.number]
        actor = staff.actor(client(index).owner, run_id)
        check_right(actor, "create", customer, resource="dealing")
        _record(customer, index, actor, run_id)
    return len(numbers)


def open_opportunities(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """Amounts, expected days and progress for the projects that registering made."""
    numbers = {number_of(generation, index): index for index in indices}
    rows = Project.objects.filter(customer__number__in=numbers, customer__trashed_at=None).order_by("pk")
    for project in rows.select_related("customer", "owner"):
        index = numbers[project.customer.number]
        _open(project, chance("project", index, project.name), staff.actor(client(index).owner, run_id))
    return rows.count()


def _record(customer: Customer, index: int, actor: Actor, run_id: int) -> None:
    dice, one = chance("dealings", index), client(index)
    person = ContactPerson.objects.filter(customer=customer, removed_at=None).first()
    told = [_talk(customer, person, dice, one, number) for number in range(dice.randrange(2, 7))]
    enter_interactions(told, actor=actor, run_id=run_id)
    if one.stage != "prospect":
        bought = [_purchase(customer, dice) for _number in range(dice.randrange(1, 6))]
        enter_purchases(bought, actor=actor, run_id=run_id)
    chosen = dice.sample(words("dealings")["needs"], dice.randrange(1, 3))
    wishes = [NewNeed(customer, read_need(kind=kind, text=text)) for kind, text in chosen]
    enter_needs(wishes, actor=actor, run_id=run_id)


def plan_next_steps(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """The newest talk of some leads to something to do, late, today or soon."""
    numbers = {number_of(generation, index): index for index in indices if index % 4 == 0}
    for customer in Customer.objects.in_use().filter(number__in=numbers):
        index = numbers[customer.number]
        dice = chance("step", index)
        step = NextStep(
            title=dice.choice(words("dealings")["steps"]), due_on=today() + timedelta(dice.randrange(-2, 12))
        )
        channel, direction, text = dice.choice(words("dealings")["talks"][:3])
        facts = read_interaction(channel=channel, at=now(), text=text, direction=direction)
        record_interaction(customer, facts, next_step=step, actor=staff.actor(client(index).owner, run_id))
    return len(numbers)


def _talk(
    customer: Customer, person: ContactPerson | None, dice: Random, one: Any, number: int
) -> NewInteraction:
    channel, direction, text = dice.choice(words("dealings")["talks"])
    owner = customer.owner.name if customer.owner else ""
    day = today() - timedelta(days=2 + number * dice.randrange(9, 60))
    facts = read_interaction(
        channel=channel,
        at=timezone.make_aware(datetime.combine(day, time(dice.randrange(9, 18), dice.randrange(60)))),
        text=text.format(contact=one.contact, owner=owner),
        direction=direction,
        people=[person.pk] if person else [],
    )
    return NewInteraction(customer, facts)


def _purchase(customer: Customer, dice: Random) -> NewPurchase:
    item, unit, price = dice.choice(words("dealings")["items"])
    count = dice.randrange(1, 5)
    facts = read_purchase(
        bought_on=today() - timedelta(days=dice.randrange(3, 700)),
        item=item,
        amount=Decimal(price * count),
        quantity=Decimal(count),
        unit=unit,
    )
    return NewPurchase(customer, facts)


def _open(project: Project, dice: Random, actor: Actor) -> None:
    facts = OpportunityFacts(
        name=project.name,
        amount=Decimal(dice.randrange(4, 90) * 5000),
        expected_on=today() + timedelta(days=dice.randrange(-10, 90)),
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        owner_id=actor.id,
    )
    change_opportunity(project, facts, actor=actor)
    progress = dice.choice(list(Progress.values))
    if progress == Progress.CLOSED:
        won = dice.random() < 0.6
        reason = "" if won else dice.choice(words("dealings")["lost"])
        close_opportunity(project, Closed.WON if won else Closed.LOST, reason, actor=actor)
    elif progress != project.progress:
        move_opportunity(project, progress, actor=actor)
