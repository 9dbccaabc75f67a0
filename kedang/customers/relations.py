"""Who belongs to whom, as the asker may see it: a customer's relations, and the tree of its group.

A relation is seen by who sees both ends. Behind a member one may not see nothing is shown, nor counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.errors import Text
from kedang.customers.models import Customer, Relation, RelationKind, RelationSuggestion

PARENT, BRANCH, REFERRER, REFERRED, PARTNER = "parent", "branch", "referrer", "referred", "partner"
# What the other customer is to the one whose page it is.
ROLES: dict[str, Text] = {
    PARENT: _("上级公司"),
    BRANCH: _("下级或分支"),
    REFERRER: _("介绍人"),
    REFERRED: _("由它介绍"),
    PARTNER: _("合作伙伴"),
}
SHOWN = 30
MOST = 200
_DEEPEST = 30


@dataclass(frozen=True)
class Related:
    """`other` is the `role` of the customer asked about."""

    relation: Relation
    other: Customer
    role: str

    @property
    def label(self) -> Text:
        return ROLES[self.role]


@dataclass
class Node:
    """A member of the group and those below it."""

    customer: Customer
    below: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """`is_whole`: False, there are more members than shown."""

    root: Node
    members: list[Customer]
    is_whole: bool


@dataclass(frozen=True)
class Suggested:
    suggestion: RelationSuggestion
    other: Customer
    role: str

    @property
    def label(self) -> Text:
        return ROLES[self.role]


def relations_of(customer: Customer, actor: Actor) -> list[Related]:
    """In the order of `ROLES`."""
    rows = Relation.objects.visible_to(actor).in_use().filter(Q(customer=customer) | Q(other=customer))
    found = [
        _related(one, customer) for one in rows.select_related("customer", "other").order_by("pk")[:SHOWN]
    ]
    order = list(ROLES)
    return sorted(found, key=lambda one: order.index(one.role))


def suggestions_of(customer: Customer, actor: Actor) -> list[Suggested]:
    """That are not related by now."""
    rows = RelationSuggestion.objects.visible_to(actor).open()
    rows = rows.filter(Q(parent=customer) | Q(branch=customer)).select_related("parent", "branch")
    related = {one.other.pk for one in relations_of(customer, actor)}
    found = [
        Suggested(one, one.branch, BRANCH)
        if one.parent_id == customer.pk
        else Suggested(one, one.parent, PARENT)
        for one in rows.order_by("pk")[:10]
    ]
    return [one for one in found if one.other.pk not in related]


def ancestors_of(customer_id: int) -> list[int]:
    """Itself, its parent, the parent of that; no rights applied."""
    found = [customer_id]
    while len(found) <= _DEEPEST:
        above = Relation.objects.in_use().filter(other=found[-1], kind=RelationKind.PARENT)
        parent = above.values_list("customer_id", flat=True).first()
        if parent is None or parent in found:
            return found
        found.append(parent)
    return found


def group_of(customer: Customer, actor: Actor) -> Group:
    """From the highest visible parent downwards, level by level: a statement for each level."""
    root = _root(customer, actor)
    nodes = {root.pk: Node(root)}
    level = [root.pk]
    while level and len(nodes) <= MOST:
        below = _below(level, actor)
        level = []
        for relation in below:
            if relation.other_id not in nodes and len(nodes) <= MOST:
                nodes[relation.other_id] = Node(relation.other)
                nodes[relation.customer_id].below.append(nodes[relation.other_id])
                level.append(relation.other_id)
    members = [node.customer for node in nodes.values()]
    return Group(nodes[root.pk], members[:MOST], len(members) <= MOST)


def _related(relation: Relation, customer: Customer) -> Related:
    is_first = relation.customer_id == customer.pk
    other = relation.other if is_first else relation.customer
    if relation.kind == RelationKind.PARTNER:
        return Related(relation, other, PARTNER)
    roles = {RelationKind.PARENT: (BRANCH, PARENT), RelationKind.REFERRER: (REFERRED, REFERRER)}
    below, above = roles[RelationKind(relation.kind)]
    return Related(relation, other, below if is_first else above)


def _root(customer: Customer, actor: Actor) -> Customer:
    seen = {customer.pk}
    while len(seen) <= _DEEPEST:
        rows = Relation.objects.visible_to(actor).in_use().filter(other=customer, kind=RelationKind.PARENT)
        above = rows.select_related("customer").first()
        if above is None or above.customer_id in seen:
            return customer
        customer = above.customer
        seen.add(customer.pk)
    return customer


def _below(ids: list[int], actor: Actor) -> list[Relation]:
    rows = Relation.objects.visible_to(actor).in_use().filter(customer__in=ids, kind=RelationKind.PARENT)
    found = list(rows.select_related("other", "other__owner").order_by("other__name", "pk")[: MOST + 1])
    by_parent: defaultdict[int, list[Relation]] = defaultdict(list)
    for one in found:
        by_parent[one.customer_id].append(one)
    return [one for pk in ids for one in by_parent[pk]]
