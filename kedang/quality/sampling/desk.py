"""What stands on the desk of a checker and of whoever started the check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kedang.core.actor import Actor
from kedang.customers.record_page import may
from kedang.quality.models import SampleAnswer, SampleCheck, SampleItem, Verdict
from kedang.quality.sampling.fields import Compared, compared, shown_right
from kedang.quality.sampling.report import wrong_items
from kedang.quality.sealing import right_of

LISTED = 50


@dataclass(frozen=True)
class Side:
    """What one of the two said, shown only when both have."""

    name: str
    verdict: str
    right: str


@dataclass(frozen=True)
class Question:
    """A field to be answered. `sides`: what both said, once both have."""

    compared: Compared
    answer: SampleAnswer
    sides: tuple[Side, ...] = ()
    mine: Side | None = None


@dataclass(frozen=True)
class Wrong:
    item: SampleItem
    answer: SampleAnswer
    label: str
    right: str
    can_correct: bool


def next_item(check: SampleCheck, side: str) -> SampleItem | None:
    rows = SampleItem.objects.filter(check_of=check, customer__trashed_at=None, **{f"{side}_at": None})
    return rows.in_order().first()


def to_settle(check: SampleCheck) -> list[SampleItem]:
    rows = SampleItem.objects.filter(
        check_of=check, first_at__isnull=False, second_at__isnull=False, settled_at=None,
        customer__trashed_at=None,
    )  # fmt: skip
    return list(rows.select_related("customer").in_order()[:LISTED])


def is_disputed(item: SampleItem) -> bool:
    return bool(item.first_at and item.second_at and not item.settled_at)


def context_of(item: SampleItem, actor: Actor, side: str, settles: bool) -> dict[str, Any]:
    own = getattr(item, f"{side}_at") if side else None
    return {
        "item": item,
        "check": item.check_of,
        "customer": item.customer,
        "may": may(actor, item.customer),
        "questions": _questions(item, actor, side),
        "settles": settles,
        "asks": bool(side) and own is None,
        "verdicts": Verdict.choices,
        "of": SampleItem.objects.filter(check_of=item.check_of).count(),
    }


def wrongs(check: SampleCheck, actor: Actor) -> list[Wrong]:
    """What is wrong, with the right value as the reader may see it."""
    found = []
    for item in wrong_items(check, actor):
        answers = [one for one in item.answers.all() if one.final == Verdict.WRONG]
        rights = right_of(answers, item.customer_id)
        flags = may(actor, item.customer)
        labels = {one.key: one.label for one in compared(item.customer, [one.key for one in answers])}
        for one in answers:
            right = rights[one.key].get("final", "")
            needs = "contact" if one.key.startswith("contact:") else "edit"
            found.append(
                Wrong(
                    item, one, labels.get(one.key, one.key), shown_right(one.key, right, item.customer, actor),
                    can_correct=bool(right) and one.corrected_at is None and flags[needs],
                )
            )  # fmt: skip
    return found


def _questions(item: SampleItem, actor: Actor, side: str) -> list[Question]:
    """Blind: the other's answer is shown only after both have given theirs."""
    answers = {one.key: one for one in item.answers.order_by("pk")}
    rights = right_of(list(answers.values()), item.customer_id)
    both = bool(item.first_at and item.second_at)

    def said(one: SampleAnswer, which: str) -> Side:
        person = item.check_of.first if which == "first" else item.check_of.second
        right = shown_right(one.key, rights[one.key].get(which, ""), item.customer, actor)
        return Side(person.name, getattr(one, f"get_{which}_display")(), right)

    return [
        Question(
            each, one,
            sides=(said(one, "first"), said(one, "second")) if both else (),
            mine=said(one, side) if side and getattr(item, f"{side}_at") and not both else None,
        )
        for each in compared(item.customer, answers)
        for one in (answers[each.key],)
    ]  # fmt: skip
