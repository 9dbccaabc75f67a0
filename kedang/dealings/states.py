"""A dealing as one mapping of plain values: what events tell of, what a conflict compares, what undo puts back."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core import fields
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.reading import InteractionFacts, NeedFacts, PurchaseFacts
from kedang.dealings.sealing import words_of_one

Facts = PurchaseFacts | InteractionFacts | NeedFacts
Dealing = Purchase | Interaction | Need
State = dict[str, Any]


def state_of(dealing: Dealing) -> State:
    """As stored now."""
    return state_of_facts(facts_of(dealing))


def facts_of(dealing: Dealing) -> Facts:
    words = words_of_one(dealing)
    if isinstance(dealing, Purchase):
        return PurchaseFacts(
            bought_on=dealing.bought_on, item=dealing.item, amount=dealing.amount, currency=dealing.currency,
            quantity=dealing.quantity, unit=dealing.unit, document_id=dealing.document_id,
            project_id=dealing.project_id, note=words.text,
        )  # fmt: skip
    if isinstance(dealing, Need):
        return facts_of_need(dealing)
    return InteractionFacts(
        channel=dealing.channel, at=dealing.at, text=words.text, direction=dealing.direction, names=words.names,
        people=sorted(dealing.taking_part.values_list("person_id", flat=True)),
        documents=sorted(dealing.attached.values_list("document_id", flat=True)), project_id=dealing.project_id,
    )  # fmt: skip


def facts_of_need(need: Need) -> NeedFacts:
    text = words_of_one(need).text
    return NeedFacts(kind=need.kind, text=text, noted_on=need.noted_on, met_on=need.met_on)


def state_of_facts(facts: Facts) -> State:
    return {name: _plain(value) for name, value in vars(facts).items()}


def changes_between(model: type[Any], old: State, new: State) -> list[dict[str, Any]]:
    """Field by field, for the ledger; what is empty in both does not count."""
    labels = labels_of(model)
    return [
        {"field": name, "label": str(labels.get(name, name)), "old": old.get(name), "new": new.get(name)}
        for name in dict.fromkeys([*old, *new])
        if (old.get(name) or None) != (new.get(name) or None)
    ]


# Names of a state that are no columns of their own.
_APART = {
    "document_id": _("合同或发票"),
    "project_id": _("项目"),
    "text": _("内容"),
    "names": _("其他参与人"),
}


def labels_of(model: type[Any]) -> dict[str, str | Promise]:
    return _APART | {
        name: spec.label
        for name, spec in fields.declared(model._meta.label_lower)[model._meta.label_lower].items()
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list | tuple | set | str | int | type(None)):
        return value
    return format(value.normalize(), "f")
