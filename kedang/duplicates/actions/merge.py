"""Making one record of two, and two of one again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.changing import Change
from kedang.customers.events import MERGED, MERGED_AWAY, PARTED, PARTED_AGAIN
from kedang.customers.models import Customer
from kedang.duplicates import merging, moving
from kedang.duplicates.events import MERGE_SETTLED
from kedang.duplicates.models import Merge
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record, record_many


@action(needs="merge", events=2)
def merge_customers(
    target: Customer,
    source: Customer,
    from_source: Collection[str] = (),
    *,
    seen: tuple[int, int] | None = None,
    actor: Actor,
) -> Merge:
    """Everything of `source` becomes `target`'s; fields named in `from_source` take the source's value.

    More documents than one transaction bears follow in a job (`Merge.moving`).

    `seen`: the revisions of both that the choice was made on. Raises Conflict: changed since, trashed, merged already.
    """
    check_right(actor, "merge", source)
    target, source = _both(target, source)
    _check(target, source)
    if seen is not None and seen != (target.revision, source.revision):
        raise Conflict(_("其中一份档案刚刚有改动"), remedy=_("请重新比较后再合并。"))
    merge, changes = merging.join(target, source, from_source, actor=actor)
    _tell(target, source, changes, (MERGED, MERGED_AWAY), actor)
    return merge


@action(needs="merge", events=2)
def part_customers(target: Customer, merge: Merge, *, actor: Actor) -> Customer:
    """Undo a merge: both records are as they were, but for what was changed since. The one that is back."""
    merge = Merge.objects.select_for_update(of=("self",)).select_related("target").get(pk=merge.pk)
    check_right(actor, "merge", merge.source)
    target, source = _both(merge.target, merge.source)
    merging.check_parting(merge)
    changes = merging.part(merge, target, source, actor=actor)
    _tell(target, source, changes, (PARTED, PARTED_AGAIN), actor)
    return source


@action(needs="merge")
def settle_merge(target: Customer, merge: Merge, *, actor: Actor) -> None:
    """What followed batch by batch is all there, or all back. Raises Conflict: it was said already."""
    if not moving.settle(merge):
        raise Conflict(_("文档已经都移好了"))
    details = {"other": merge.source_id, "moving": merge.moving, "count": merge.total}
    record(MERGE_SETTLED, target, customer_id=target.pk, actor=actor, details=details)


def _both(target: Customer, source: Customer) -> tuple[Customer, Customer]:
    """As they are stored now, held until the transaction ends."""
    if target.pk == source.pk:
        raise Invalid(_("这是同一份档案"))
    rows = Customer.objects.filter(pk__in=(target.pk, source.pk)).select_for_update(of=("self",))
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[target.pk], found[source.pk]


def _check(target: Customer, source: Customer) -> None:
    moving.check_still(target, source)
    for one in (target, source):
        if one.merged_into_id is not None:
            raise Conflict(_("“%(name)s”已经合并过了") % {"name": one.name})
        if one.is_trashed:
            raise Conflict(_("“%(name)s”在回收站里") % {"name": one.name}, remedy=_("请先恢复它。"))
    if target.kind != source.kind:
        raise Invalid(_("企业客户与个人客户不能合并"), field="kind")


def _tell(
    target: Customer,
    source: Customer,
    changes: dict[int, list[Change]],
    kinds: tuple[Kind, Kind],
    actor: Actor,
) -> None:
    record_many(
        [
            _entry(kinds[0], target, source, changes),
            _entry(kinds[1], source, target, changes),
        ],
        actor=actor,
    )


def _entry(kind: Kind, subject: Customer, other: Customer, changes: dict[int, list[Change]]) -> Entry:
    details: dict[str, Any] = {"other": other.pk, "number": other.number, "name": other.name}
    return Entry(kind, subject, customer_id=subject.pk, changes=changes[subject.pk], details=details)
