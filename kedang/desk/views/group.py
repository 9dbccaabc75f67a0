"""A group of customers on one page: parent and branches as a tree, with sums of what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.customers.relations import Node, group_of, relations_of
from kedang.dealings.figures import MAIN
from kedang.dealings.models import CustomerTotal
from kedang.documents.models import Document

Amounts = dict[str, Decimal]


@dataclass
class Branch:
    """A member with its own figures, and those below it."""

    customer: Customer
    amounts: Amounts
    documents: int
    below: list[Branch] = field(default_factory=list)


@require_GET
def group(request: SignedInRequest, customer_id: int) -> HttpResponse:
    rows = Customer.objects.select_related("owner")
    customer = find_record(request.actor, rows, customer_id)
    note_opening(request.actor, customer)
    found = group_of(customer, request.actor)
    ids = [one.pk for one in found.members]
    amounts, counts = _amounts(ids, request.actor), _counts(ids, request.actor)
    context = {
        "customer": customer,
        "tree": [_branch(found.root, amounts, counts)],
        "count": len(found.members),
        "is_whole": found.is_whole,
        "bought": _sum(list(amounts.values())),
        "documents": sum(counts.values()),
        "others": [
            one for one in relations_of(customer, request.actor) if one.role not in {"parent", "branch"}
        ],
    }
    return render(request, "desk/group.html", context)


def _branch(node: Node, amounts: dict[int, Amounts], counts: dict[int, int]) -> Branch:
    pk = node.customer.pk
    below = [_branch(one, amounts, counts) for one in node.below]
    return Branch(node.customer, _in_order(amounts.get(pk, {})), counts.get(pk, 0), below)


def _amounts(ids: Sequence[int], actor: Actor) -> dict[int, Amounts]:
    found: defaultdict[int, Amounts] = defaultdict(dict)
    for one in CustomerTotal.objects.visible_to(actor).filter(customer_id__in=ids):
        sums = found[one.customer_id]
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return found


def _counts(ids: Sequence[int], actor: Actor) -> dict[int, int]:
    rows = Document.objects.visible_to(actor).available().filter(customer_id__in=ids).order_by()
    return dict(rows.values("customer").annotate(n=Count("pk")).values_list("customer", "n"))


def _sum(parts: Sequence[Amounts]) -> Amounts:
    found: Amounts = {}
    for one in parts:
        for currency, amount in one.items():
            found[currency] = found.get(currency, Decimal(0)) + amount
    return _in_order(found)


def _in_order(amounts: Amounts) -> Amounts:
    """The main currency first."""
    return dict(sorted(amounts.items(), key=lambda pair: (pair[0] != MAIN, pair[0])))
