"""What two answers amount to: agreed, or to be settled. Pure but for the rows they are written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.core.text import tidy
from kedang.quality.models import SampleAnswer, Verdict
from kedang.quality.sealing import right_of, seal_right

_LONGEST = 300


@dataclass(frozen=True)
class Said:
    """What a checker says of one field; `right` only for a wrong one."""

    verdict: str
    right: str = ""


def read_said(given: Mapping[str, Said], answers: Sequence[SampleAnswer]) -> dict[str, Said]:
    """Raises Invalid: a field without verdict, no such verdict, a value too long."""
    found = {}
    for one in answers:
        said = given.get(one.key)
        if said is None or said.verdict not in Verdict.values:
            raise Invalid(_("每一项都要选：正确、有误或无法判断"), field=f"verdict:{one.key}")
        right = tidy(said.right) if said.verdict == Verdict.WRONG else ""
        if len(right) > _LONGEST:
            raise Invalid(_("太长：最多 %(limit)d 个字") % {"limit": _LONGEST}, field=f"right:{one.key}")
        found[one.key] = Said(said.verdict, right)
    return found


def note(answers: Sequence[SampleAnswer], said: Mapping[str, Said], side: str, customer_id: int) -> None:
    """Write one side's answers; the right values under the customer's key."""
    rights = right_of(answers, customer_id)
    for one in answers:
        setattr(one, side, said[one.key].verdict)
        one.right = seal_right(customer_id, {**rights[one.key], side: said[one.key].right})
    SampleAnswer.objects.bulk_update(answers, [side, "right"])


def compare(answers: Sequence[SampleAnswer], customer_id: int) -> bool:
    """After both have answered: what they agree on holds. Whether nothing is left to settle."""
    rights = right_of(answers, customer_id)
    for one in answers:
        mine, theirs = (rights[one.key].get(side, "") for side in ("first", "second"))
        one.is_disputed = one.first != one.second or (bool(mine and theirs) and fold(mine) != fold(theirs))
        if not one.is_disputed:
            one.final = one.first
            one.right = seal_right(customer_id, {**rights[one.key], "final": mine or theirs})
    SampleAnswer.objects.bulk_update(answers, ["is_disputed", "final", "right"])
    return not any(one.is_disputed for one in answers)
