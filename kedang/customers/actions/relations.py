"""How customers belong together: begun and ended, never deleted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.events import RELATED, RELATION_DISMISSED, UNRELATED
from kedang.customers.models import Customer, Relation, RelationKind, RelationSuggestion
from kedang.customers.relations import BRANCH, PARENT, PARTNER, REFERRED, REFERRER, ROLES, ancestors_of
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record

_KINDS = {
    PARENT: RelationKind.PARENT,
    BRANCH: RelationKind.PARENT,
    REFERRER: RelationKind.REFERRER,
    REFERRED: RelationKind.REFERRER,
    PARTNER: RelationKind.PARTNER,
}


@action(needs="edit")
def relate(customer: Customer, other: Customer, role: str, *, note: str = "", actor: Actor) -> Relation:
    """`role`: what `other` is to `customer`.

    Raises Invalid: with itself, an unknown role, a second parent, a ring; Conflict: so already.
    """
    check_right(actor, "view", other)
    if role not in ROLES:
        raise Invalid(_("请选择关系"), field="role", value=role)
    if customer.pk == other.pk:
        raise Invalid(_("不能与自己关联"), field="other")
    first, second = (customer, other) if role in {BRANCH, REFERRED} else (other, customer)
    kind = _KINDS[role]
    _check_new(first, second, kind)
    if kind == RelationKind.PARENT:
        _check_tree(first, second)
    made = Relation.objects.create(customer=first, other=second, kind=kind, note=tidy(note)[:200])
    _record(RELATED, customer, other, role, made, actor)
    return made


@action(needs="edit")
def end_relation(customer: Customer, relation: Relation, *, actor: Actor) -> None:
    """`customer`: either end. Raises Conflict: ended already."""
    if customer.pk not in {relation.customer_id, relation.other_id}:
        raise Invalid(_("不是这位客户的关联"))
    if not Relation.objects.in_use().filter(pk=relation.pk).update(ended_at=now(), updated_at=now()):
        raise Conflict(_("这个关联已经结束"))
    other = relation.other if relation.customer_id == customer.pk else relation.customer
    _record(UNRELATED, customer, other, relation.kind, relation, actor)


@action(needs="edit")
def dismiss_suggestion(customer: Customer, suggestion: RelationSuggestion, *, actor: Actor) -> None:
    """Not a branch of the other: not suggested again. Raises Conflict: dismissed already."""
    rows = RelationSuggestion.objects.open().filter(pk=suggestion.pk)
    if not rows.update(dismissed_at=now(), dismissed_by=actor.person, updated_at=now()):
        raise Conflict(_("已经排除过了"))
    other = suggestion.branch_id if suggestion.parent_id == customer.pk else suggestion.parent_id
    record(RELATION_DISMISSED, suggestion, actor=actor, customer_id=customer.pk, details={"other": other})


def _check_new(first: Customer, second: Customer, kind: str) -> None:
    pairs = [(first.pk, second.pk)]
    if kind == RelationKind.PARTNER:
        pairs.append((second.pk, first.pk))
    for customer, other in pairs:
        if Relation.objects.in_use().filter(customer=customer, other=other, kind=kind).exists():
            raise Conflict(_("这个关联已经有了"), field="other")


def _check_tree(parent: Customer, branch: Customer) -> None:
    if Relation.objects.in_use().filter(other=branch, kind=RelationKind.PARENT).exists():
        raise Invalid(
            _("“%(name)s”已有上级公司") % {"name": branch.shown_name},
            field="other",
            remedy=_("请先结束原来的关联。"),
        )
    if branch.pk in ancestors_of(parent.pk):
        raise Invalid(
            _("“%(name)s”是它自己的下级，不能又是上级") % {"name": parent.shown_name},
            field="other",
            remedy=_("请检查上下级关系。"),
        )


def _record(kind: Kind, customer: Customer, other: Customer, role: str, made: Relation, actor: Actor) -> None:
    record(kind, made, actor=actor, customer_id=customer.pk, details={"other": other.pk, "role": role})
