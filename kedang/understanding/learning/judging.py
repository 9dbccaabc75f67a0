"""From rules and counts to one type with a confidence: naive Bayes' evidence, tempered, beside the scores of the rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedang.understanding.learning.counts import Counts
from kedang.understanding.papers.kinds import NONE_SCORE, Score

# The features that speak loudest, for or against; more of the same document say the same again.
_LOUDEST = 40
_GAIN = 2.4
_FEW = 0.8
_UNSEEN = 0.15
_SPEAKS = 0.3


@dataclass(frozen=True)
class Verdict:
    """`confidence` before calibration; `words` decided; `learnt`: the share that came from what people filed."""

    label: int
    confidence: float
    words: list[str]
    learnt: float


def judge(
    rules: Mapping[int, Score], counts: Mapping[int, Counts], features: Mapping[int, str]
) -> Verdict | None:
    """The likeliest label, None when nothing speaks for any."""
    evidence = {label: weigh(counts, label, features) for label in counts if label in rules}
    totals = {label: score.value + evidence.get(label, (0.0, []))[0] for label, score in rules.items()}
    if not totals:
        return None
    best = max(totals, key=lambda label: totals[label])
    if totals[best] <= _SPEAKS:
        return None
    confidence = _share(totals, best)
    learnt, pieces = evidence.get(best, (0.0, []))
    words = rules[best].told() if learnt < rules[best].value else pieces + rules[best].told(2)
    share = max(0.0, learnt) / (max(0.0, learnt) + max(0.01, rules[best].value))
    return Verdict(best, confidence, list(dict.fromkeys(words))[:6], round(share, 2))


def weigh(counts: Mapping[int, Counts], label: int, features: Mapping[int, str]) -> tuple[float, list[str]]:
    """Mean evidence for `label` against the rest (in nats, tempered by how much was learnt), and the loudest pieces."""
    own = counts[label]
    if not own.documents:
        return 0.0, []
    rest = [each for other, each in counts.items() if other != label]
    beside = sum(each.documents for each in rest)
    weights: list[tuple[float, str]] = []
    for feature, piece in features.items():
        here = own.of.get(feature, 0)
        there = sum(each.of.get(feature, 0) for each in rest)
        if here or there:
            likely = math.log((here + _UNSEEN) / (own.documents + 2 * _UNSEEN))
            weights.append((likely - math.log((there + _UNSEEN) / (beside + 2 * _UNSEEN)), piece))
    weights.sort(key=lambda each: -abs(each[0]))
    loudest = weights[:_LOUDEST]
    if not loudest:
        return 0.0, []
    mean = sum(weight for weight, _piece in loudest) / max(_LOUDEST / 2, len(loudest))
    gain = _GAIN * own.documents / (own.documents + _FEW)
    return mean * gain, _told(loudest)


def _told(weights: Sequence[tuple[float, str]]) -> list[str]:
    """The longest pieces that spoke for it, none within another."""
    pieces = sorted(
        {piece for weight, piece in weights if weight > 0 and len(piece) > 1}, key=len, reverse=True
    )
    kept: list[str] = []
    for piece in pieces:
        if not any(piece in other for other in kept):
            kept.append(piece)
    return kept[:5]


def _share(totals: Mapping[int, float], best: int) -> float:
    """Of the best among those that anything speaks for, and of none of them."""
    top = max(totals[best], NONE_SCORE)
    others = sum(math.exp(total - top) for total in totals.values() if total > _SPEAKS)
    return math.exp(totals[best] - top) / (others + math.exp(NONE_SCORE - top))
