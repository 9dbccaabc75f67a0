"""Scores in words: what the method says, from which figures, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Text
from kedang.customers.models.customer import Grade
from kedang.grading.models import ChurnLevel, Method, Proposal, RfmSegment, Score
from kedang.ui.words import day, money

_KINDS = {ChurnLevel.HIGH: "bad", ChurnLevel.MEDIUM: "warn", ChurnLevel.LOW: "ok"}


@dataclass(frozen=True)
class Told:
    """One score as shown: `headline` in a word, `sentences` why, `rule` how it is worked out."""

    method: Text
    headline: str
    sentences: list[str]
    rule: str
    version: str
    as_of: date
    kind: str = ""


def tell(score: Score) -> Told:
    headline, sentences, rule = _BY_METHOD[Method(score.method)](score)
    kind = _KINDS[ChurnLevel(score.segment)] if score.method == Method.CHURN else ""
    return Told(Method(score.method).label, headline, sentences, rule, score.version, score.as_of, kind)


def basis_of(proposal: Proposal) -> list[str]:
    return _revenue(proposal.basis)


def reason(code: str, facts: Mapping[str, Any]) -> str:
    return _REASONS[code]() % facts


def _abc(score: Score) -> tuple[str, list[str], str]:
    rule = _("按购买额从高到低排列，累计到 %(a)s 的为 A 类，到 %(b)s 的为 B 类，其余为 C 类；第一名总是 A 类。") % {
        "a": _share(score.inputs["a"]), "b": _share(score.inputs["b"]),
    }  # fmt: skip
    return str(Grade(score.segment).label), _revenue(score.inputs), rule


def _rfm(score: Score) -> tuple[str, list[str], str]:
    facts = score.inputs
    sentences = [
        _("R %(r)s 分：距上次购买 %(days)s 天") % facts,
        _("F %(f)s 分：%(months)s 个月内购买 %(purchases)s 次") % facts,
        _("M %(m)s 分：%(months)s 个月内购买 %(sum)s") % (facts | {"sum": _sum(facts["amount"])}),
    ]
    rule = (
        _("在 %(customers)s 位有购买的客户中按五等分评 1 至 5 分，并列同分；分数不低于平均的为高。") % facts
    )
    if facts["customers"] < 5:
        rule = _("有购买的客户不足 5 位，按固定界限评 1 至 5 分。")
    return str(RfmSegment(score.segment).label), sentences, rule


def _clv(score: Score) -> tuple[str, list[str], str]:
    facts = score.inputs
    sentence = _("一年毛利 %(yearly)s（毛利率 %(margin)s），留存率 %(retention)s，贴现率 %(discount)s") % {
        "yearly": _sum(facts["yearly"]), "margin": _share(facts["margin"]),
        "retention": _share(facts["retention"]), "discount": _share(facts["discount"]),
    }  # fmt: skip
    return _sum(score.value), [sentence], _("一年毛利 × 留存率 ÷（1 + 贴现率 − 留存率）。")


def _churn(score: Score) -> tuple[str, list[str], str]:
    sentences = [
        _("%(reason)s（%(points)s 分）") % {"reason": reason(code, facts), "points": points}
        for code, points, facts in score.reasons
    ]
    headline = _("%(level)s · %(points)s 分") % {
        "level": ChurnLevel(score.segment).label, "points": f"{score.value or 0:.0f}",
    }  # fmt: skip
    rule = _("看购买间隔、购买额变化和最近联系，各项分数相加，最多 100 分。")
    return headline, sentences or [_("没有流失的迹象")], rule


def _revenue(facts: Mapping[str, Any]) -> list[str]:
    said = [
        _("%(since)s至%(until)s购买 %(sum)s，共 %(purchases)s 次") % {
            "since": day(date.fromisoformat(facts["since"])), "until": day(date.fromisoformat(facts["until"])),
            "sum": _sum(facts["amount"]), "purchases": facts["purchases"],
        },
    ]  # fmt: skip
    if "rank" in facts:  # not in what was worked out before places were kept
        said.append(_("购买额排第 %(rank)s 位，共 %(customers)s 位客户") % facts)
    return said


def _sum(value: object) -> str:
    return money(Decimal(str(value or 0)), "CNY")


def _share(value: object) -> str:
    return f"{(Decimal(str(value)) * 100).normalize():f}%"


_BY_METHOD = {Method.ABC: _abc, Method.RFM: _rfm, Method.CLV: _clv, Method.CHURN: _churn}
_REASONS = {
    "gap": lambda: _("已经 %(days)s 天没有购买，平时每 %(usual)s 天买一次"),
    "once": lambda: _("只买过一天，距今 %(days)s 天"),
    "fall": lambda: _("近一年购买额比前一年少了 %(percent)s%%"),
    "silence": lambda: _("已经 %(days)s 天没有联系"),
    "never_contacted": lambda: _("还没有联系记录"),
}
