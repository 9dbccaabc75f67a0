"""Fixes as bulk work: each chunk whole, one event per customer, and undone where nothing changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import revise
from kedang.access.runs import ChunkResult, RunKind, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.customers import contacts
from kedang.customers.bulk import put_back
from kedang.customers.changing import Amendment, Change, amend_many
from kedang.customers.contact_changes import put_point, state_of, touched
from kedang.customers.events import CHANGED, CONTACT_CHANGED, RESTORED
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.record import contact_label
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record_many
from kedang.quality.fixes.kinds import FIXES, FieldEdit, PointEdit
from kedang.quality.loading import records_of


def put_points_back(what: list[dict[str, Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Undo: contact points that still are as the run left them."""
    result = ChunkResult()
    rows = Customer.objects.filter(pk__in=[one["id"] for one in what])
    known = rows.permitted(actor, "edit", resource="contact_point").in_bulk()
    changed: list[tuple[Customer, list[Change]]] = []
    for one in what:
        customer = known.get(one["id"])
        if customer is None:
            result.skipped[one["id"]] = _("已不可见或没有权限")
            continue
        changes = [back for change in one["changes"] if (back := _back(customer, change))]
        if len(changes) < len(one["changes"]):
            result.skipped[one["id"]] = _("之后又改过")
        if changes:
            changed.append((customer, changes))
    _settle(changed, RESTORED, actor)
    result.done = len(changed)
    return result


def _fix_facts(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `fix`."""
    fix, result, amendments = FIXES[args["fix"]], ChunkResult(), []
    for record in records_of([one.pk for one in customers]):
        wanted = {edit.key: edit.new for edit in fix.edits(record) if isinstance(edit, FieldEdit)}
        if wanted:
            amendments.append(Amendment(record.customer, wanted, {"fix": fix.code}))
        else:
            result.skipped[record.customer.pk] = _("不用改")
    changes = amend_many(amendments, kind=CHANGED, actor=actor)
    result.done = sum(bool(one) for one in changes.values())
    result.undo = [{"id": pk, "changes": one} for pk, one in changes.items() if one]
    return result


def _fix_points(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `fix`."""
    fix, result = FIXES[args["fix"]], ChunkResult()
    changed: list[tuple[Customer, list[Change]]] = []
    for record in records_of([one.pk for one in customers]):
        edits = [edit for edit in fix.edits(record) if isinstance(edit, PointEdit)]
        changes = _edit_points(record.customer, edits)
        if changes:
            changed.append((record.customer, changes))
        else:
            result.skipped[record.customer.pk] = _("不用改")
    _settle(changed, CONTACT_CHANGED, actor)
    result.done = len(changed)
    result.undo = [{"id": customer.pk, "changes": changes} for customer, changes in changed]
    return result


FIX_FACTS = run_kind("quality.fix_facts", needs="edit", model=Customer, undo=put_back)(_fix_facts)
FIX_POINTS = run_kind(
    "quality.fix_points", needs="edit", resource="contact_point", model=Customer, undo=put_points_back
)(_fix_points)
DROP_POINTS = run_kind(
    "quality.drop_points", needs="delete", resource="contact_point", model=Customer, undo=put_points_back
)(_fix_points)


def kind_of(fix: str) -> RunKind:
    if FIXES[fix].resource == "customer":
        return FIX_FACTS
    return DROP_POINTS if FIXES[fix].verb == "delete" else FIX_POINTS


def _edit_points(customer: Customer, edits: Sequence[PointEdit]) -> list[Change]:
    rows = ContactPoint.objects.in_use().filter(pk__in=[edit.point.pk for edit in edits])
    found = rows.select_related("contact_person").in_bulk()
    changes: list[Change] = []
    for edit in edits:
        point = found.get(edit.point.pk)
        if point is not None:
            point.customer = customer
            changes.append(_write(point, edit))
    return changes


def _write(point: ContactPoint, edit: PointEdit) -> Change:
    before = state_of(point) or {}
    if not edit.kind:
        revise(point, removed_at=now())
        return _change(point, before, None)
    after = {**before, "kind": edit.kind, "value": edit.value}
    put_point(point, after, _lookup(edit.kind, edit.value))
    return _change(point, before, after)


def _back(customer: Customer, change: Change) -> Change | None:
    pk = int(str(change["field"]).removeprefix("contact:"))
    point = ContactPoint.objects.filter(pk=pk, customer=customer).select_related("contact_person").first()
    if point is None or state_of(point) != change["new"]:
        return None
    point.customer = customer
    old = change["old"]
    put_point(point, old, _lookup(old["kind"], old["value"]))
    return _change(point, change["new"], old)


def _lookup(kind: str, value: str) -> str:
    """What cannot be read is looked up as it stands."""
    try:
        return contacts.normalise(kind, value)[1]
    except Invalid:
        return value


def _change(point: ContactPoint, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Change:
    return {"field": f"contact:{point.pk}", "label": contact_label(new or old), "old": old, "new": new}


def _settle(changed: Sequence[tuple[Customer, list[Change]]], kind: Kind, actor: Actor) -> None:
    for customer, _changes in changed:
        touched(customer)
    record_many(
        [Entry(kind, one, customer_id=one.pk, changes=changes) for one, changes in changed], actor=actor
    )
