"""Comparing the customers: step by step, each step's pairs stored before the next, so that a killed scan goes on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.duplicates import reading, thresholds
from kedang.duplicates.models import DuplicatePair, Scan
from kedang.duplicates.scoring.model import CHINESE
from kedang.duplicates.scoring.process import Comparing, Pair, comparing

RULES = CHINESE.rules
_TOGETHER = 300
State = Scan.State


def open_scan(actor: Actor, *, full: bool) -> Scan:
    """Raises Conflict: one is under way."""
    if Scan.objects.filter(state__in=(State.WAITING, State.RUNNING)).exists():
        raise Conflict(_("查重正在进行"), remedy=_("请等它完成。"))
    last = Scan.objects.filter(state=State.DONE).order_by("-pk").first()
    since = None if full or last is None else last.created_at
    return Scan.objects.create(person=actor.person, since=since, steps=len(RULES) + 1)


def perform(scan: Scan) -> None:
    """The steps that are left. Killed in the midst of one, that step is done again: storing twice changes nothing."""
    Scan.objects.filter(pk=scan.pk).update(state=State.RUNNING)
    limits = thresholds.present()
    with comparing() as worker:
        records = new = 0
        for batch in reading.rows(scan.since):
            records += len(batch)
            new += sum(row[-1] for row in batch)
            worker.add(batch)
        _note(scan, step=max(scan.step, 1), records=new)
        if new and records > 1:
            worker.ready()
            _compare(scan, worker, limits.listed)
    _withdraw_lapsed(scan)


def _compare(scan: Scan, worker: Comparing, least: float) -> None:
    for number, rule in enumerate(RULES, start=1):
        if number < max(scan.step, 1):
            continue
        for batch in worker.pairs(rule, least):
            for start in range(0, len(batch), _TOGETHER):
                _store(scan, batch[start : start + _TOGETHER])
        _note(scan, step=number + 1)


def _note(scan: Scan, **what: int) -> None:
    Scan.objects.filter(pk=scan.pk).update(**what, updated_at=now())
    for name, value in what.items():
        setattr(scan, name, value)


def _store(scan: Scan, found: Iterable[Pair]) -> None:
    """New pairs, and new scores of open ones; what somebody decided stays."""
    wanted = {(min(one, other), max(one, other)): (score, levels) for one, other, score, levels in found}
    with transaction.atomic():
        in_use = set(
            Customer.objects.in_use()
            .filter(pk__in={pk for pair in wanted for pk in pair})
            .values_list("pk", flat=True)
        )
        rows = DuplicatePair.objects.filter(low__in={low for low, _high in wanted})
        known = {
            (row.low_id, row.high_id): row for row in rows.filter(high__in={high for _low, high in wanted})
        }
        fresh, seen = [], []
        for (low, high), (score, levels) in wanted.items():
            row = known.get((low, high))
            if row is None and {low, high} <= in_use:
                fresh.append(
                    DuplicatePair(
                        low_id=low, high_id=high, score=score, evidence=evidence_of(levels), scan=scan
                    )
                )
            elif row is not None and row.state == DuplicatePair.State.OPEN:
                row.score, row.evidence, row.updated_at = score, evidence_of(levels), now()
                seen.append(row)
        DuplicatePair.objects.bulk_create(fresh)
        DuplicatePair.objects.bulk_update(seen, ["score", "evidence", "updated_at"])
        sure = thresholds.present().sure
        Scan.objects.filter(pk=scan.pk).update(
            found=F("found") + len(fresh), sure=F("sure") + sum(row.score >= sure for row in fresh)
        )


def _withdraw_lapsed(scan: Scan) -> None:
    """Open pairs of which one record was compared again and that are no longer alike enough."""
    changed = (
        Q() if scan.since is None else Q(low__updated_at__gt=scan.since) | Q(high__updated_at__gt=scan.since)
    )
    lapsed = DuplicatePair.objects.open().filter(changed, updated_at__lt=scan.created_at)
    lapsed.filter(low__updated_at__lt=scan.created_at, high__updated_at__lt=scan.created_at).delete()


def evidence_of(levels: list[int]) -> list[list[str | float]]:
    """[field, level, bits] of each comparison that says something."""
    found: list[list[str | float]] = []
    for comparison, gamma in zip(CHINESE.comparisons, levels, strict=True):
        level = CHINESE.level(comparison.name, gamma)
        if level is not None:
            found.append([comparison.name, level.name, level.bits])
    return found
