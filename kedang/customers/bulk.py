"""Bulk work on customers: each chunk is whole, has one event per customer, and can be taken back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.customers.actions.change import stage_changes
from kedang.customers.actions.trash import trash_many, untrash_many
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.events import ASSIGNED, RESTORED, STAGE_CHANGED, TAGGED
from kedang.customers.models import Customer
from kedang.customers.record import load_states
from kedang.ledger.kinds import Kind
from kedang.people.models import Person


def put_back(what: list[dict[str, Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Undo: fields that still hold what the run wrote get their old value; the rest is reported."""
    rows = Customer.objects.filter(pk__in=[one["id"] for one in what]).permitted(actor, "edit").in_bulk()
    states = load_states(list(rows.values()))
    result = ChunkResult()
    amendments = []
    for one in what:
        if one["id"] not in rows:
            result.skipped[one["id"]] = _("已不可见或没有权限")
            continue
        wanted, changed = _unchanged_since(states[one["id"]], one["changes"])
        if changed:
            result.skipped[one["id"]] = _("之后又改过：%(fields)s") % {"fields": "、".join(changed)}
        if wanted:
            amendments.append(Amendment(rows[one["id"]], wanted, {"undo": True}))
    amend_many(amendments, kind=RESTORED, actor=actor)
    result.done = len(amendments)
    return result


def _unchanged_since(
    state: dict[str, Any], changes: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[str]]:
    wanted, changed = {}, []
    for change in changes:
        if (state.get(change["field"]) or None) == (change["new"] or None):
            wanted[change["field"]] = change["old"]
        else:
            changed.append(str(change["label"]))
    return wanted, changed


def _amend(amendments: list[Amendment], kind: Kind, actor: Actor, unchanged: str) -> ChunkResult:
    changes = amend_many(amendments, kind=kind, actor=actor)
    return ChunkResult(
        done=sum(bool(one) for one in changes.values()),
        skipped={pk: unchanged for pk, one in changes.items() if not one},
        undo=[{"id": pk, "changes": one} for pk, one in changes.items() if one],
    )


@run_kind("customers.tag", needs="edit", model=Customer, undo=put_back)
def tag_run(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `add`, `remove` (tag ids)."""
    add, remove = set(args.get("add", ())), set(args.get("remove", ()))
    states = load_states(customers, {"links"})
    amendments = [
        Amendment(one, {"tags": sorted((set(states[one.pk]["tags"]) | add) - remove)}) for one in customers
    ]
    return _amend(amendments, TAGGED, actor, _("标签没有变化"))


@run_kind("customers.set_stage", needs="edit", model=Customer, undo=put_back)
def stage_run(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `stage`."""
    amendments = [Amendment(one, stage_changes(one, args["stage"])) for one in customers]
    return _amend(amendments, STAGE_CHANGED, actor, _("已是该阶段"))


@run_kind("customers.assign", needs="edit", model=Customer, undo=put_back)
def assign_run(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `owner` (person id)."""
    owner = Person.objects.get(pk=args["owner"], is_active=True)
    wanted = {"owner": owner.pk, "department": owner.department_id}
    return _amend([Amendment(one, wanted) for one in customers], ASSIGNED, actor, _("已由该同事负责"))


def _untrash(what: list[int], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    rows = list(Customer.objects.in_trash().filter(pk__in=what).permitted(actor, "delete"))
    untrash_many(rows, actor=actor)
    return ChunkResult(done=len(rows))


@run_kind("customers.trash", needs="delete", model=Customer, undo=_untrash)
def trash_run(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    rows = [one for one in customers if not one.is_trashed]
    trash_many(rows, actor=actor)
    return ChunkResult(done=len(rows), undo=[one.pk for one in rows])
