"""The questions of a survey: read from what was typed, and what was answered read against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid
from kedang.core.text import tidy

Question = dict[str, Any]
MOST, OPTIONS, LONGEST = 20, 12, 2000


class Kind(models.TextChoices):
    CSAT = "csat", gettext_lazy("满意度（1–5）")
    NPS = "nps", gettext_lazy("推荐意愿（0–10）")
    CES = "ces", gettext_lazy("费力程度（1–7）")
    CHOICE = "choice", gettext_lazy("单选")
    TEXT = "text", gettext_lazy("文字")


SCALES = {Kind.CSAT.value: range(1, 6), Kind.NPS.value: range(11), Kind.CES.value: range(1, 8)}


@dataclass(frozen=True)
class Answers:
    """`values`: key → figure or number of the option; `texts`: key → words."""

    values: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def read_questions(rows: Sequence[Mapping[str, Any]]) -> list[Question]:
    """Raises Invalid: none, too many, one without words, a choice without options."""
    if not rows:
        raise Invalid(_("还没有题目"), field="questions", remedy=_("请至少添加一题。"))
    if len(rows) > MOST:
        raise Invalid(_("题目太多：最多 %(most)d 题") % {"most": MOST}, field="questions")
    return [_read(number, row) for number, row in enumerate(rows, start=1)]


def read_answers(questions: Sequence[Question], given: Mapping[str, str]) -> Answers:
    """Raises Invalid naming the question: a required one without answer, or a value off its scale."""
    answers = Answers()
    for question in questions:
        key, raw = question["key"], (given.get(question["key"]) or "").strip()
        if not raw:
            if question.get("required"):
                raise Invalid(_("请回答这一题"), field=key)
        elif question["kind"] == Kind.TEXT:
            answers.texts[key] = raw[:LONGEST]
        else:
            answers.values[key] = _value(question, raw)
    return answers


def shown(question: Question, language: str) -> dict[str, Any]:
    """In the reader's language, with the steps of its scale."""
    is_english = language.startswith("en")
    options = [
        (number, (one.get("en") or one["zh"]) if is_english else one["zh"])
        for number, one in enumerate(question.get("options") or [])
    ]
    scale = SCALES.get(question["kind"])
    return question | {
        "text": (question.get("label_en") or question["label"]) if is_english else question["label"],
        "steps": list(scale) if scale else [],
        "choices": options,
    }


def _read(number: int, row: Mapping[str, Any]) -> Question:
    label, kind = tidy(row.get("label", "")), row.get("kind", "")
    if kind not in Kind.values:
        raise Invalid(_("没有这种题型"), row=number, field="kind", value=str(kind))
    if not label or len(label) > 200:
        raise Invalid(
            _("第 %(number)d 题没有写问题（最多 200 字）") % {"number": number}, row=number, field="label"
        )
    question: Question = {
        "key": f"q{number}",
        "kind": str(kind),
        "label": label,
        "label_en": tidy(row.get("label_en", ""))[:300],
        "required": bool(row.get("required")),
    }
    if kind == Kind.CHOICE:
        question["options"] = _options(number, row)
    return question


def _options(number: int, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """A line each; after a `|` the English."""
    lines = [line.partition("|") for line in str(row.get("options", "")).splitlines() if tidy(line)]
    options = [{"zh": tidy(zh)[:80], "en": tidy(en)[:120]} for zh, _bar, en in lines]
    if not 2 <= len(options) <= OPTIONS:
        raise Invalid(
            _("第 %(number)d 题应有 2 至 %(most)d 个选项，一行一个") % {"number": number, "most": OPTIONS},
            row=number,
            field="options",
        )
    return options


def _value(question: Question, raw: str) -> int:
    allowed = SCALES.get(question["kind"]) or range(len(question.get("options") or []))
    if not (raw.isascii() and raw.isdigit() and int(raw) in allowed):
        raise Invalid(_("请从给出的选项中选择"), field=question["key"], value=raw[:20])
    return int(raw)
