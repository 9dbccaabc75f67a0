"""What a survey brought: figures with their trend, choices counted, words to read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from kedang.core.actor import Actor
from kedang.engagement import measures
from kedang.engagement.models import Invitation, Rating, Survey
from kedang.engagement.questions import SCALES, Kind
from kedang.engagement.sealing import answers_of

MONTHS = 12
WORDS = 20
_MEASURES = {Kind.CSAT.value: measures.csat, Kind.NPS.value: measures.nps, Kind.CES.value: measures.ces}


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Month:
    label: str
    figure: Decimal | None
    count: int
    height: int  # of the bar, 0–100


@dataclass
class Result:
    """Of one question. `figure` is None when nobody answered (shown as n/a)."""

    question: dict[str, Any]
    figure: Decimal | None = None
    count: int = 0
    bars: list[Bar] = field(default_factory=list)
    trend: list[Month] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    sent: int
    answered: int

    @property
    def rate(self) -> int | None:
        return round(100 * self.answered / self.sent) if self.sent else None


def asked(survey: Survey, actor: Actor) -> Asked:
    rows = Invitation.objects.visible_to(actor).filter(survey=survey, withdrawn_at=None)
    counted = rows.aggregate(sent=Count("pk"), answered=Count("answered_at"))
    return Asked(counted["sent"], counted["answered"])


def results_of(survey: Survey, actor: Actor) -> list[Result]:
    """Over the customers the asker may see, counted by the database."""
    counts = _counts(survey, actor)
    return [
        _result(question, counts[question["key"]]) for question in survey.questions if _is_counted(question)
    ]


def words_of(
    survey: Survey, actor: Actor, *, before: int | None = None
) -> list[tuple[Invitation, list[tuple[str, str]]]]:
    """The newest answers in words, by (question, text)."""
    rows = Invitation.objects.visible_to(actor).filter(survey=survey).exclude(answered_at=None)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("customer").order_by("-pk")[:WORDS])
    said = answers_of(found)
    labels = {question["key"]: question["label"] for question in survey.questions}
    return [
        (row, [(labels.get(key, key), text) for key, text in said[row.pk].texts.items()])
        for row in found
        if row.pk in said
    ]


def _counts(survey: Survey, actor: Actor) -> dict[str, dict[Any, dict[int, int]]]:
    """question → month → value → how many."""
    seen = Invitation.objects.visible_to(actor).filter(survey=survey)
    rows = (
        Rating.objects.filter(survey=survey, invitation__in=seen)
        .annotate(month=TruncMonth("at"))
        .values_list("question", "month", "value")
        .annotate(count=Count("pk"))
        .order_by("month")
    )
    found: dict[str, dict[Any, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, month, value, count in rows:
        found[question][month][value] = count
    return found


def _result(question: dict[str, Any], months: dict[Any, dict[int, int]]) -> Result:
    total: dict[int, int] = defaultdict(int)
    for counts in months.values():
        for value, count in counts.items():
            total[value] += count
    measure = _MEASURES.get(question["kind"])
    return Result(
        question=question,
        figure=measure(total) if measure else None,
        count=sum(total.values()),
        bars=_bars(question, total),
        trend=[_month(question, at, counts) for at, counts in list(months.items())[-MONTHS:]]
        if measure
        else [],
    )


def _bars(question: dict[str, Any], total: dict[int, int]) -> list[Bar]:
    everyone = sum(total.values())
    scale = SCALES.get(question["kind"])
    labels = (
        [(value, str(value)) for value in scale]
        if scale
        else [(number, one["zh"]) for number, one in enumerate(question.get("options") or [])]
    )
    return [
        Bar(label, total.get(value, 0), round(100 * total.get(value, 0) / everyone) if everyone else 0)
        for value, label in labels
    ]


def _month(question: dict[str, Any], at: Any, counts: dict[int, int]) -> Month:
    figure = _MEASURES[question["kind"]](counts)
    scale = {Kind.CSAT.value: (0, 100), Kind.NPS.value: (-100, 100), Kind.CES.value: (1, 7)}
    low, high = scale[question["kind"]]
    height = round(100 * (float(figure) - low) / (high - low)) if figure is not None else 0
    return Month(f"{at:%Y-%m}", figure, sum(counts.values()), height)


def _is_counted(question: dict[str, Any]) -> bool:
    return bool(question["kind"] != Kind.TEXT)
