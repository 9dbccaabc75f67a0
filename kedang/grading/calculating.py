"""Working out all scores: what compares everybody first, then customer by customer, some hundred at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Conflict
from kedang.dealings.totals import Revenue
from kedang.grading import population, proposing, settings
from kedang.grading.formulas import churn, clv, pareto, rfm
from kedang.grading.models import Calculation, Method, Score
from kedang.grading.settings import Settings
from kedang.people.system import system_actor

STEP = 200
_OPEN = (Calculation.State.WAITING, Calculation.State.RUNNING)
_KEPT = ("version", "value", "segment", "inputs", "reasons", "as_of", "calculation", "updated_at")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Compared:
    """What follows from comparing everybody, by customer."""

    period: population.Period
    revenue: dict[int, Revenue]
    letters: dict[int, str]
    ranks: dict[int, int]
    rfm: dict[int, rfm.Rfm]


def open_calculation(actor: Actor) -> Calculation:
    """Raises Conflict: one is under way."""
    if Calculation.objects.filter(state__in=_OPEN).exists():
        raise Conflict(_("正在计算评分"), remedy=_("请等它完成。"))
    return Calculation.objects.create(
        person=actor.person,
        as_of=today(),
        settings=settings.present().as_json(),
        total=population.count_buyers(),
    )


def perform(calculation: Calculation, stopping: Any = lambda: False) -> bool:
    """Whether it is through; False: asked to stop, the rest goes on from the cursor."""
    kept = settings.from_json(calculation.settings)
    compared = compare(calculation.as_of, kept)
    while ids := population.buyers(calculation.cursor, STEP):
        if stopping():
            return False
        _step(calculation, ids, compared, kept)
    _forget_others(calculation)
    return True


def compare(as_of: date, kept: Settings) -> Compared:
    period = population.period_of(as_of, kept.months)
    revenue = population.revenue_in(period)
    amounts = {pk: one.amount for pk, one in revenue.items()}
    bought = {
        pk: rfm.Bought((as_of - one.last_on).days, one.purchases, one.amount) for pk, one in revenue.items()
    }
    return Compared(
        period,
        revenue,
        pareto.classify(amounts, a_share=kept.a_share, b_share=kept.b_share),
        pareto.ranks(amounts),
        rfm.score(bought),
    )


@transaction.atomic
def _step(calculation: Calculation, ids: list[int], compared: Compared, kept: Settings) -> None:
    """Written whole or not at all, together with the cursor."""
    asked = [pk for pk in ids if pk not in set(population.refusing(ids))]
    scores = scores_of(asked, compared, calculation.as_of, kept)
    for score in scores:
        score.calculation = calculation
    Score.objects.filter(customer_id__in=ids).exclude(
        pk__in=_standing(ids, {(score.customer_id, score.method) for score in scores})
    ).delete()
    Score.objects.bulk_create(
        scores,
        update_conflicts=True,
        unique_fields=["customer", "method"],
        update_fields=list(_KEPT),
        batch_size=100,
    )
    letters = {pk: compared.letters[pk] for pk in asked if pk in compared.letters}
    proposed = proposing.propose(
        ids, letters, scores, calculation, by_rule=kept.by_rule, actor=system_actor()
    )
    calculation.cursor, calculation.done = ids[-1], calculation.done + len(ids)
    calculation.proposed += proposed
    calculation.state, calculation.updated_at = Calculation.State.RUNNING, now()
    calculation.save(update_fields=["cursor", "done", "proposed", "state", "updated_at"])


def scores_of(ids: Collection[int], compared: Compared, as_of: date, kept: Settings) -> list[Score]:
    signs = population.signs_of(ids, as_of)
    found: list[Score] = []
    for pk in ids:
        if pk in compared.revenue:
            found += _of_revenue(pk, compared, as_of, kept)
        risk = churn.risk(signs[pk], medium=kept.churn_medium, high=kept.churn_high)
        if risk is not None:
            found.append(_of_churn(pk, risk, signs[pk], as_of))
    return found


def _of_revenue(pk: int, compared: Compared, as_of: date, kept: Settings) -> list[Score]:
    one = compared.revenue[pk]
    inputs = {
        "since": str(compared.period.since), "until": str(as_of), "months": kept.months,
        "amount": str(one.amount), "purchases": one.purchases, "last_on": str(one.last_on),
    }  # fmt: skip
    scores = [_of_clv(pk, one, inputs, as_of, kept)]
    if pk in compared.letters:
        rank, customers = compared.ranks[pk], len(compared.ranks)
        # Not the share of the whole: with one's own revenue it would tell that of the house.
        own = inputs | {"rank": rank, "customers": customers, "a": str(kept.a_share), "b": str(kept.b_share)}
        scores.append(_score(pk, Method.ABC, pareto.VERSION, as_of, Decimal(rank), compared.letters[pk], own))
    marks = compared.rfm[pk]
    own = inputs | {
        "r": marks.recency, "f": marks.frequency, "m": marks.money,
        "days": (as_of - one.last_on).days, "customers": len(compared.rfm),
    }  # fmt: skip
    scores.append(_score(pk, Method.RFM, rfm.VERSION, as_of, Decimal(marks.digits), marks.segment, own))
    return scores


def _of_clv(pk: int, one: Revenue, inputs: dict[str, Any], as_of: date, kept: Settings) -> Score:
    margin = one.amount * kept.margin * 12 / kept.months
    value = clv.lifetime_value(margin, kept.retention, kept.discount)
    own = inputs | {
        "yearly": str(margin.quantize(_HUNDREDTH)), "margin": str(kept.margin),
        "retention": str(kept.retention), "discount": str(kept.discount),
    }  # fmt: skip
    return _score(pk, Method.CLV, clv.VERSION, as_of, value, "", own)


def _of_churn(pk: int, risk: churn.Risk, signs: churn.Signs, as_of: date) -> Score:
    inputs = {
        "last_on": str(max(signs.days)), "usual": churn.usual_interval(signs.days), "days": len(signs.days),
        "revenue": str(signs.revenue), "before": str(signs.revenue_before),
        "last_contact": str(signs.last_contact) if signs.last_contact else "",
    }  # fmt: skip
    made = _score(pk, Method.CHURN, churn.VERSION, as_of, Decimal(risk.points), risk.level, inputs)
    made.reasons = [[one.code, one.points, one.facts] for one in risk.reasons]
    return made


def _score(
    pk: int, method: str, version: str, as_of: date, value: Decimal, segment: str, inputs: dict[str, Any]
) -> Score:
    return Score(
        customer_id=pk,
        method=method,
        version=version,
        value=value,
        segment=segment,
        inputs=inputs,
        as_of=as_of,
    )


def _standing(ids: list[int], found: set[tuple[int, str]]) -> list[int]:
    rows = Score.objects.filter(customer_id__in=ids).values_list("pk", "customer_id", "method")
    return [pk for pk, customer, method in rows if (customer, method) in found]


def _forget_others(calculation: Calculation) -> None:
    """Scores of those who do not buy any more, or lie in the trash: nothing old is left beside the new."""
    others = Score.objects.exclude(calculation=calculation)
    while ids := list(others.values_list("pk", flat=True)[:500]):
        Score.objects.filter(pk__in=ids).delete()
