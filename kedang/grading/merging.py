"""How a refusal of automated grading goes along when two customers become one, and back (A12).

Scores and proposals stay with the record they were worked out for: the next calculation looks at the whole one.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers import deserialize, serialize
from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import Json, Part, register_part
from kedang.grading.models import OptOut, Proposal, Score
from kedang.grading.proposing import lapse


def register() -> None:
    register_part(Part("grading_opt_out", _("拒绝自动评级"), _move, _put_back, _count, order=72))
    register_part(Part("grading_proposals", _("等级建议"), _lapse, _reopen, _open, order=73))


def _move(source_id: int, target_id: int) -> Json:
    """Who refused once refuses as a whole: the target takes it over, and what was calculated of it goes."""
    standing = OptOut.objects.filter(customer_id=source_id, ended_at=None).first()
    if standing is None or OptOut.objects.filter(customer_id=target_id, ended_at=None).exists():
        return None
    OptOut.objects.filter(pk=standing.pk).update(customer_id=target_id)
    scores = Score.objects.filter(customer_id=target_id)
    kept = json.loads(serialize("json", scores))
    scores.delete()
    return {"opt_out": standing.pk, "scores": kept}


def _put_back(moved: Json, source_id: int, target_id: int) -> None:
    if moved is None:
        return
    OptOut.objects.filter(pk=moved["opt_out"], customer_id=target_id).update(customer_id=source_id)
    for one in deserialize("json", json.dumps(moved["scores"])):
        score: Any = one.object
        if not Score.objects.filter(customer_id=target_id, method=score.method).exists():
            one.save()


def _count(source_id: int) -> int:
    return OptOut.objects.filter(customer_id=source_id, ended_at=None).count()


def _lapse(source_id: int, target_id: int) -> Json:
    """What was proposed for either rests on half of the figures."""
    rows = list(Proposal.objects.filter(customer_id__in=(source_id, target_id), state=Proposal.State.OPEN))
    lapse(rows)
    return [one.pk for one in rows]


def _reopen(moved: Json, source_id: int, target_id: int) -> None:
    taken = Proposal.objects.filter(state=Proposal.State.OPEN).values("customer_id")
    rows = Proposal.objects.filter(pk__in=moved, state=Proposal.State.LAPSED)
    rows.exclude(customer_id__in=taken).update(state=Proposal.State.OPEN)


def _open(source_id: int) -> int:
    return Proposal.objects.filter(customer_id=source_id, state=Proposal.State.OPEN).count()
