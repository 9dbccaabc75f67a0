"""Heads are told of new pairs that are sure: one notice for all that a scan found among their customers."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.duplicates import thresholds
from kedang.duplicates.models import DuplicatePair, Scan
from kedang.notify.kinds import NoticeKind, declare
from kedang.notify.telling import tell
from kedang.people.models import Department

FOUND = declare(
    NoticeKind(
        "duplicates.found",
        _("发现重复客户"),
        _("查重发现了基本确定的重复客户"),
        lambda notice: reverse("duplicates:pairs"),
        "copy",
    )
)


def tell_heads(scan: Scan, *, actor: Actor) -> None:
    """Those above both records' departments: who heads only one of them could not see the pair."""
    rows = DuplicatePair.objects.open().filter(scan=scan, score__gte=thresholds.present().sure)
    rows = rows.exclude(Q(low__department=None) | Q(high__department=None))
    counts: dict[int, int] = defaultdict(int)
    heads = _heads()
    for low, high in rows.values_list("low__department__path", "high__department__path"):
        for head in heads.get(low, frozenset()) & heads.get(high, frozenset()):
            counts[head] += 1
    for head, count in counts.items():
        tell(FOUND, [head], scan, actor=actor, note=f"{count}", key=f"scan:{scan.pk}")


def _heads() -> dict[str, frozenset[int]]:
    """Path of a department → who heads it or one above it."""
    rows = list(Department.objects.values_list("pk", "path", "head_id"))
    head_of = {pk: head for pk, _path, head in rows}
    return {
        path: frozenset(
            head
            for part in path.strip("/").split("/")
            if part and (head := head_of.get(int(part))) is not None
        )
        for _pk, path, _head in rows
    }
