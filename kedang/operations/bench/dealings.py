"""Purchases and interactions for the bench, through the same core as an import."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.utils import timezone

from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.customers.models import Customer
from kedang.dealings.entering import NewInteraction, NewPurchase, enter_interactions, enter_purchases
from kedang.dealings.models import Channel
from kedang.dealings.reading import InteractionFacts, PurchaseFacts
from kedang.operations.bench.material import text

_BATCH = 500
_ITEMS = ("年度服务", "现场支持", "软件许可", "扩容包", "培训")  # i18n: data


def add_dealings(
    customers: Sequence[Customer], *, purchases: int = 0, interactions: int = 0, actor: Actor
) -> None:
    """So many rows dealt to `customers` in turn, a transaction for each batch; the same in every run."""
    chance = random.Random(2)  # noqa: S311  # the same data in every run
    bought = (_purchase(customers[n % len(customers)], n, chance) for n in range(purchases))
    told = (_interaction(customers[n % len(customers)], n, chance) for n in range(interactions))
    while batch := list(islice(bought, _BATCH)):
        with transaction.atomic():
            enter_purchases(batch, actor=actor)
    while talks := list(islice(told, _BATCH)):
        with transaction.atomic():
            enter_interactions(talks, actor=actor)


def _purchase(customer: Customer, number: int, chance: random.Random) -> NewPurchase:
    return NewPurchase(
        customer,
        PurchaseFacts(
            bought_on=today() - timedelta(days=chance.randrange(1500)),
            item=chance.choice(_ITEMS),
            amount=Decimal(chance.randrange(100, 200_000)),
            quantity=Decimal(number % 9 + 1),
        ),
    )


def _interaction(customer: Customer, number: int, chance: random.Random) -> NewInteraction:
    day = today() - timedelta(days=chance.randrange(1, 1500))
    at = timezone.make_aware(datetime.combine(day, time(number % 9 + 9, number % 60)))
    return NewInteraction(
        customer, InteractionFacts(channel=chance.choice(Channel.values), at=at, text=text(number, 30))
    )
