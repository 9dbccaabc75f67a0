"""Two records become one, and two again: plain functions for the actions, inside their transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kedang.access.door import revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers import indexing
from kedang.customers.changing import Amendment, Change, rewrite_audience, write_many
from kedang.customers.merging import parts
from kedang.customers.models import Customer
from kedang.customers.record import SETS, State, custom_fields, label_of, load_states
from kedang.duplicates import moving
from kedang.duplicates.choosing import wanted
from kedang.duplicates.models import DuplicatePair, Merge
from kedang.duplicates.sealing import open_undo, seal_undo

Changes = dict[int, list[Change]]


def join(
    target: Customer, source: Customer, from_source: Collection[str], *, actor: Actor
) -> tuple[Merge, Changes]:
    """Everything of `source` becomes `target`'s; what changed in each record."""
    before = load_states([target, source])
    chosen = wanted(before[target.pk], before[source.pk], from_source)
    later = moving.following(source.pk)
    moved = {part.name: part.move(source.pk, target.pk) for part in parts() if part.name not in later}
    facts = write_many([Amendment(target, chosen)])[target.pk]
    revise(source, merged_into_id=target.pk, trashed_at=now(), trashed_by_id=actor.id)
    if not facts:
        revise(target)
    indexing.reindex([target])
    merge = Merge.objects.create(
        target=target,
        source=source,
        person=actor.person,
        undo=seal_undo(target.pk, {"facts": facts, "parts": moved}),
    )
    if later:
        moving.begin(merge, Merge.Moving.JOINING, total=sum(later.values()))
    _settle_pairs(target.pk, source.pk, actor)
    return merge, _told(before, [target, source])


def part(merge: Merge, target: Customer, source: Customer, *, actor: Actor) -> Changes:
    """Take a merge back. What changed since is kept where it is; the rest is as it was, exactly."""
    before = load_states([target, source])
    undo = open_undo(merge.undo, merge.target_id)
    steps = moving.goes_step_by_step(merge)
    for one in reversed(parts()):
        if one.name in undo["parts"] and not (steps and one.is_last):
            one.put_back(undo["parts"][one.name], source.pk, target.pk)
    revise(source, merged_into_id=None, trashed_at=None, trashed_by_id=None)
    present = load_states([target])[target.pk]
    if not write_many([Amendment(target, _unchanged(undo["facts"], present))])[target.pk]:
        revise(target)
    rewrite_audience([source])
    indexing.reindex([target, source])
    if not Merge.objects.filter(pk=merge.pk, undone_at=None).update(
        undone_at=now(), undone_by=actor.person, updated_at=now()
    ):
        raise Conflict(_("这次合并已经撤销过了"))
    _reopen_pair(target.pk, source.pk)
    if steps:
        moving.begin(merge, Merge.Moving.PARTING)
    return _told(before, [target, source])


def check_parting(merge: Merge) -> None:
    """Raises Conflict: undone already, or the target is itself a part of another record by now."""
    if merge.undone_at is not None:
        raise Conflict(_("这次合并已经撤销过了"))
    moving.check_still(merge.target, merge.source)
    if merge.target.merged_into_id is not None:
        raise Conflict(
            _("“%(name)s”后来又并入了另一份档案") % {"name": merge.target.name},
            remedy=_("请先撤销那次合并。"),
        )
    if merge.target.is_trashed:
        raise Conflict(
            _("“%(name)s”在回收站里") % {"name": merge.target.name}, remedy=_("请先恢复它，再撤销合并。")
        )


def _unchanged(facts: list[Change], present: State) -> dict[str, Any]:
    """The old values of those fields that still hold what the merge wrote; of sets, without what it added."""
    found = {}
    for change in facts:
        key, old, new = change["field"], change["old"], change["new"]
        if key in SETS:
            added = set(new or ()) - set(old or ())
            found[key] = sorted(set(present[key]) - added)
        elif (present.get(key) or None) == (new or None):
            found[key] = old
    return found


def _told(before: Mapping[int, State], customers: list[Customer]) -> Changes:
    """What each record's history says: field by field, contacts that came and went included."""
    after = load_states(customers)
    keys = {key for states in (before, after) for state in states.values() for key in state}
    fields = custom_fields(keys)
    return {
        customer.pk: [
            {
                "field": key,
                "label": fields[key].title if key in fields else label_of(key),
                "old": before[customer.pk].get(key),
                "new": after[customer.pk].get(key),
            }
            for key in dict.fromkeys([*before[customer.pk], *after[customer.pk]])
            if (before[customer.pk].get(key) or None) != (after[customer.pk].get(key) or None)
        ]
        for customer in customers
    }


def _settle_pairs(target_id: int, source_id: int, actor: Actor) -> None:
    low, high = sorted((target_id, source_id))
    DuplicatePair.objects.filter(low=low, high=high).update(
        state=DuplicatePair.State.MERGED, decided_by=actor.person, decided_at=now(), updated_at=now()
    )


def _reopen_pair(target_id: int, source_id: int) -> None:
    low, high = sorted((target_id, source_id))
    pairs = DuplicatePair.objects.filter(Q(low=low, high=high), state=DuplicatePair.State.MERGED)
    pairs.update(state=DuplicatePair.State.OPEN, decided_by=None, decided_at=None, updated_at=now())
