"""The public pool: where a customer goes, who may take it, what a day allows. Plain functions in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Conflict, Refused
from kedang.core.text import tidy
from kedang.customers.models import Customer
from kedang.people.models import Department, Person
from kedang.teamwork.models import Pool, PoolDay, PoolEntry
from kedang.workflow.models import Task

AAD = b"pool"


@dataclass(frozen=True)
class Quota:
    """What is left of today in a pool."""

    claims: int
    views: int
    held: int
    most_held: int


def pools_for(department_ids: Iterable[int | None]) -> dict[int | None, Pool]:
    """The nearest open pool of each department: its own, one above, or the organisation's."""
    pools = {one.department_id: one for one in Pool.objects.open().order_by("-pk")}
    wanted = set(department_ids)
    paths = dict(Department.objects.filter(pk__in=[pk for pk in wanted if pk]).values_list("pk", "path"))
    found: dict[int | None, Pool] = {}
    for pk in wanted:
        above = [int(part) for part in reversed(paths.get(pk or 0, "").split("/")) if part]
        nearest = next((pools[one] for one in above if one in pools), pools.get(None))
        if nearest is not None:
            found[pk] = nearest
    return found


def pool_for(customer: Customer) -> Pool:
    """Raises Conflict: there is none."""
    pool = pools_for([customer.department_id]).get(customer.department_id)
    if pool is None:
        raise Conflict(_("还没有设立公海"), remedy=_("请档案员在“设置 › 公海”中设立。"))
    return pool


def pools_of(actor: Actor) -> list[Pool]:
    """Those one may claim from, departments' own first."""
    rows = Pool.objects.claimable_by(actor).select_related("department")
    return list(rows.order_by(F("department").asc(nulls_last=True), "pk")[:20])


def quota_of(pool: Pool, actor: Actor) -> Quota:
    used = PoolDay.objects.filter(pool=pool, person=actor.person, day=today()).first() or PoolDay()
    return Quota(
        claims=max(pool.daily_claims - used.claims, 0),
        views=max(pool.daily_views - used.views, 0),
        held=held_by(actor.person, pool.most_held),
        most_held=pool.most_held,
    )


def held_by(person: Person, most: int) -> int:
    """How many customers somebody owns, counted as far as the limit."""
    return Customer.objects.in_use().filter(owner=person)[: most + 1].count()


def check_may_claim(entry: PoolEntry, actor: Actor) -> None:
    """Raises Refused: out of reach, or given back too short a while ago."""
    check_reach(entry, actor)
    if not rights_of(actor).has("customer", "claim"):
        raise Refused(_("您没有权限：认领客户"))
    free_on = free_for_former_owner(entry)
    if entry.former_owner_id == actor.id and today() < free_on:
        raise Refused(
            _("您刚放回这位客户，%(day)s 起才能再认领") % {"day": free_on.isoformat()},
            remedy=_("在此之前由其他同事认领，或请部门主管分派。"),
        )


def check_reach(entry: PoolEntry, actor: Actor) -> None:
    if not PoolEntry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise Refused(_("这位客户不在您可以认领的公海里"))


def free_for_former_owner(entry: PoolEntry) -> Any:
    return (entry.entered_at + timedelta(days=entry.pool.cool_down_days)).date()


def spend_claim(pool: Pool, actor: Actor) -> None:
    """Raises Refused: today's claims are used up, or enough customers are held.

    The row is held until the transaction ends, so that two claims of one person come one after the other.
    """
    day = _day(pool, actor)
    if not PoolDay.objects.filter(pk=day.pk, claims__lt=pool.daily_claims).update(claims=F("claims") + 1):
        raise Refused(
            _("今天已认领 %(count)d 位，达到上限") % {"count": pool.daily_claims}, remedy=_("请明天再来。")
        )
    if held_by(actor.person, pool.most_held) >= pool.most_held:
        raise Refused(
            _("您已负责 %(count)d 位客户，达到上限") % {"count": pool.most_held},
            remedy=_("请先把不再跟进的客户放回公海。"),
        )


def spend_view(entry: PoolEntry, actor: Actor) -> bool:
    """Whether it is the first look of the day. Raises Refused: today's looks are used up."""
    day = _day(entry.pool, actor)
    day = PoolDay.objects.select_for_update().get(pk=day.pk)
    if entry.pk in day.seen:
        return False
    if day.views >= entry.pool.daily_views:
        raise Refused(
            _("今天已查看 %(count)d 位，达到上限") % {"count": entry.pool.daily_views},
            remedy=_("请明天再来。"),
        )
    PoolDay.objects.filter(pk=day.pk).update(views=F("views") + 1, seen=[*day.seen, entry.pk])
    return True


def enter(
    customer: Customer, pool: Pool, former_owner_id: int | None, reason: str, actor: Actor
) -> PoolEntry:
    return PoolEntry.objects.create(
        pool=pool,
        customer=customer,
        former_owner_id=former_owner_id,
        released_by=None if actor.person.is_system else actor.person,
        reason=_seal(customer, reason),
    )


def leave(entry: PoolEntry, taken_by: Person) -> None:
    """Conditional: two cannot take it. Raises Conflict: somebody was faster."""
    # Only columns of the row itself: a condition through a join is not asked again after waiting for the row.
    there = PoolEntry.objects.filter(pk=entry.pk, left_at=None)
    if not there.update(left_at=now(), taken_by=taken_by, revision=F("revision") + 1, updated_at=now()):
        raise Conflict(_("这位客户刚刚被别人认领了"), remedy=_("请刷新后另选一位。"))
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=entry.customer_id)
    if customer.owner_id is not None or customer.is_trashed:
        raise Conflict(_("这位客户已经有负责人，或在回收站里"), remedy=_("请刷新后另选一位。"))


def drop_tasks(customer: Customer, person_id: int | None) -> int:
    """What the former owner had still to do for it."""
    waiting = Task.objects.open().filter(customer=customer, assignee=person_id or 0)
    return waiting.update(dropped_at=now(), updated_at=now(), revision=F("revision") + 1)


def reason_of(entry: PoolEntry) -> str:
    if not entry.reason:
        return ""
    sealed = (bytes(entry.reason), f"customer:{entry.customer_id}", "profile", AAD)
    plain = vault.unseal_many([sealed])[0]
    return plain.decode() if plain is not None else ""


def _seal(customer: Customer, reason: str) -> bytes | None:
    words = tidy(reason)[:200]
    return vault.seal(customer.key_owner, "profile", words.encode(), aad=AAD) if words else None


def _day(pool: Pool, actor: Actor) -> PoolDay:
    day, _is_new = PoolDay.objects.get_or_create(pool=pool, person=actor.person, day=today())
    return day
