"""What of a merge is too much for one transaction follows batch by batch, and goes back the same way.

No batch holds SQLite's write lock over 250 ms; killed in between, the next worker goes on where it was broken off.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.merging import Bulk, Part, parts
from kedang.customers.models import Customer
from kedang.duplicates.models import Merge, MergeStep
from kedang.duplicates.sealing import open_undo, seal_undo

# So many rows of a part go along in the merge's own transaction.
AT_ONCE = 1000
BATCH = 400
_JOINING, _PARTING = Merge.Moving.JOINING, Merge.Moving.PARTING


def following(source_id: int) -> dict[str, int]:
    """The parts that are too much at once, and how much they are."""
    found = {one.name: one.count(source_id) for one in parts() if one.bulk is not None}
    return {name: count for name, count in found.items() if count > AT_ONCE}


def begin(merge: Merge, moving: Merge.Moving, **counts: int) -> None:
    """In the transaction that made or took back the rest."""
    from kedang.duplicates.tasks import carry_on

    Merge.objects.filter(pk=merge.pk).update(moving=moving, updated_at=now(), **counts)
    merge.moving = moving
    carry_on.enqueue(merge.pk)


def check_still(*customers: Customer) -> None:
    """Raises Conflict: documents of one of them are on their way."""
    there = Merge.objects.exclude(moving="").filter(Q(target__in=customers) | Q(source__in=customers)).first()
    if there is not None:
        raise Conflict(
            _("上一次合并的文档还在移动（%(done)d/%(total)d）") % {"done": there.done, "total": there.total},
            remedy=_("请等它完成后再试。"),
        )


def step(merge_id: int) -> bool:
    """One batch, whole, with what takes it back. False: nothing is left to do."""
    with transaction.atomic():
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)  # reading: the job's own
        if merge.moving == _JOINING:
            return _join_some(merge)
        return merge.moving == _PARTING and _part_some(merge)


def settle(merge: Merge) -> bool:
    """All are where they belong. False: somebody else said so already."""
    if not Merge.objects.filter(pk=merge.pk).exclude(moving="").update(moving="", updated_at=now()):
        return False
    whose = merge.target_id if merge.moving == _JOINING else merge.source_id
    for _part, bulk in _bulky():
        bulk.settle(whose)
    for part in parts():
        if part.is_last:
            part.put_back(None, merge.source_id, merge.target_id)
    return True


def goes_step_by_step(merge: Merge) -> Collection[str]:
    """The parts whose batches take themselves back."""
    return set(merge.steps.values_list("part", flat=True))


def _join_some(merge: Merge) -> bool:
    for part, bulk in _bulky():
        if ids := bulk.waiting(merge.source_id, BATCH):
            moved = bulk.move(ids, merge.source_id, merge.target_id)
            _note(merge, part.name, moved, len(ids))
            Merge.objects.filter(pk=merge.pk).update(done=F("done") + len(ids))
            return True
    return False


def _part_some(merge: Merge) -> bool:
    last = merge.steps.filter(is_back=False).order_by("-number").first()
    if last is None:
        return False
    bulk = next(bulk for part, bulk in _bulky() if part.name == last.part)
    bulk.put_back(open_undo(last.undo, merge.target_id), merge.source_id, merge.target_id)
    MergeStep.objects.filter(pk=last.pk).update(is_back=True)
    Merge.objects.filter(pk=merge.pk).update(done=F("done") - last.size)
    return True


def _note(merge: Merge, part: str, moved: Any, size: int) -> None:
    undo = seal_undo(merge.target_id, moved)
    MergeStep.objects.create(merge=merge, number=merge.steps.count(), part=part, size=size, undo=undo)


def _bulky() -> list[tuple[Part, Bulk]]:
    return [(one, one.bulk) for one in parts() if one.bulk is not None]
