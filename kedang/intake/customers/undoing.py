"""Taking an import back: what it created goes to the trash, what it changed and nobody changed since is restored."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.runs import ChunkResult
from kedang.core.actor import Actor
from kedang.customers.actions.trash import trash_many
from kedang.customers.changing import Amendment, Change, amend_many
from kedang.customers.contact_changes import remove_point
from kedang.customers.events import CONTACT_REMOVED, RESTORED
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.record import load_states
from kedang.ledger.record import Entry, record_many


def take_back(undo: dict[str, Any], _args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """One chunk. What was changed since stays and is reported, by customer number."""
    result = ChunkResult()
    _trash_created(undo["created"], result, actor)
    _restore_updated(undo["updated"], result, actor)
    return result


def _trash_created(ids: list[int], result: ChunkResult, actor: Actor) -> None:
    """A record somebody has worked on since is not ours to throw away."""
    customers = list(Customer.objects.in_use().filter(pk__in=ids))
    untouched = [one for one in customers if one.revision == 1]
    for one in customers:
        if one.revision != 1:
            result.skipped[one.number] = _("导入后已有人修改，保留")
    trash_many(untouched, actor=actor)
    result.done += len(untouched)


def _restore_updated(updated: list[list[Any]], result: ChunkResult, actor: Actor) -> None:
    customers = Customer.objects.in_use().in_bulk([pk for pk, _changes in updated])
    states = load_states(list(customers.values()))
    amendments = []
    for pk, changes in updated:
        if pk not in customers:
            continue
        same = [one for one in changes if states[pk].get(one["field"]) == one["new"]]
        if len(same) < len(changes):
            result.skipped[customers[pk].number] = _("部分字段导入后已有人修改，保留新值")
        facts = {one["field"]: one["old"] for one in same if not one["field"].startswith("contact:")}
        if facts:
            amendments.append(Amendment(customers[pk], facts))
        _remove_contacts(customers[pk], same, actor)
        result.done += 1
    if amendments:
        amend_many(amendments, kind=RESTORED, actor=actor)


def _remove_contacts(customer: Customer, changes: list[Change], actor: Actor) -> None:
    ids = [
        int(one["field"].removeprefix("contact:")) for one in changes if one["field"].startswith("contact:")
    ]
    if not ids:
        return
    points = ContactPoint.objects.in_use().filter(customer=customer, pk__in=ids).select_related("customer")
    removed = [change for point in points for change in remove_point(point)]
    record_many([Entry(CONTACT_REMOVED, customer, customer_id=customer.pk, changes=removed)], actor=actor)
    customer.refresh_from_db(fields=["revision"])
