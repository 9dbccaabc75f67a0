"""The public pool: released to it, looked at, claimed, given out; its rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, can, revise
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.core.text import tidy
from kedang.customers.actions.change import fresh
from kedang.customers.changing import amend
from kedang.customers.events import ASSIGNED, CLAIMED, RELEASED
from kedang.customers.models import Customer, Stage
from kedang.ledger.record import record
from kedang.notify.telling import tell
from kedang.people.models import Person
from kedang.teamwork import pooling
from kedang.teamwork.events import POOL_ADDED, POOL_CHANGED, POOL_LOOKED, POOL_RETIRED
from kedang.teamwork.models import Pool, PoolEntry, PoolWarning
from kedang.teamwork.notices import POOL_GIVEN, POOL_TAKEN_BACK

RULES = (
    "name", "department", "daily_claims", "daily_views", "most_held", "cool_down_days", "idle_days", "warn_days",
    "stages",
)  # fmt: skip


@action(needs="claim")
def release(customer: Customer, reason: str, *, actor: Actor) -> PoolEntry:
    """Nobody's any more, and free to be claimed; helpers go, the former owner's open tasks are dropped.

    By its owner or whoever may assign it. Raises Conflict: it has no owner, or there is no pool.
    """
    customer = fresh(customer)
    owner_id = customer.owner_id
    if owner_id is None:
        raise Conflict(_("这位客户没有负责人"))
    if owner_id != actor.id and not can(actor, "assign", customer):
        raise Refused(_("只有负责人或部门主管可以放回公海"))
    if not tidy(reason):
        raise Invalid(_("请写明放回的原因"), field="reason")
    pool = pooling.pool_for(customer)
    made = pooling.enter(customer, pool, owner_id, reason, actor)
    dropped = pooling.drop_tasks(customer, owner_id)
    PoolWarning.objects.filter(customer=customer).delete()
    wanted: dict[str, Any] = {"owner": None, "helpers": []}
    if pool.department_id is not None and customer.department_id is None:
        wanted["department"] = pool.department_id
    details = {"pool": pool.pk, "entry": made.pk, "tasks": dropped}
    amend(customer, wanted, kind=RELEASED, actor=actor, details=details)
    key = f"pool:{made.pk}"
    if actor.person.is_system:
        tell(POOL_TAKEN_BACK, [owner_id], actor=actor, key=key, note=customer.shown_name)
    return made


@action(needs="claim")
def look(entry: PoolEntry, *, actor: Actor) -> None:
    """Counted once a day. Raises Refused: today's looks are used up, or it is out of reach."""
    pooling.check_reach(entry, actor)
    pooling.spend_view(entry, actor)
    record(POOL_LOOKED, entry, actor=actor, customer_id=entry.customer_id)


@action(needs="claim")
def claim(entry: PoolEntry, *, actor: Actor) -> Customer:
    """The first to come has it. Raises Conflict: somebody was faster; Refused: a rule of the pool says no."""
    pooling.check_may_claim(entry, actor)
    pooling.spend_claim(entry.pool, actor)
    pooling.leave(entry, actor.person)
    customer = fresh(entry.customer)
    wanted = {"owner": actor.id, "department": actor.person.department_id or customer.department_id}
    amend(customer, wanted, kind=CLAIMED, actor=actor, details={"pool": entry.pool_id, "entry": entry.pk})
    return customer


@action(needs="assign", resource="customer")
def give_out(entry: PoolEntry, person: Person, *, actor: Actor) -> Customer:
    """By a head, to somebody who will see it as its owner; quotas do not count. Raises Conflict: it is gone."""
    pooling.check_reach(entry, actor)
    if not person.is_active or person.is_system or person.suspended_at:
        raise Invalid(_("没有这位同事，或已停用"), field="person")
    pooling.leave(entry, person)
    customer = fresh(entry.customer)
    wanted = {"owner": person.pk, "department": person.department_id or customer.department_id}
    details = {"pool": entry.pool_id, "entry": entry.pk}
    amend(customer, wanted, kind=ASSIGNED, actor=actor, details=details)
    if not Customer.objects.visible_to(as_actor(person)).filter(pk=customer.pk).exists():
        raise Invalid(_("“%(name)s”的岗位看不到这位客户") % {"name": person.name}, field="person")
    tell(POOL_GIVEN, [person.pk], actor=actor, customer_id=customer.pk, key=f"pool:{entry.pk}")
    return customer


@action(needs="manage", resource="template")
def set_pool(pool: Pool | type[Pool], rules: dict[str, Any], *, actor: Actor) -> Pool:
    """`rules`: those of `RULES`. Raises Invalid: a name that says nothing, a second pool of one department."""
    wanted = _read(rules)
    others = Pool.objects.open().filter(department=wanted["department"])
    if isinstance(pool, Pool):
        others = others.exclude(pk=pool.pk)
    if others.exists():
        raise Invalid(_("这个部门已经有公海"), field="department")
    if isinstance(pool, Pool):
        before = {name: _plain(getattr(pool, name)) for name in RULES}
        revise(pool, **wanted)
        details = {"old": before, "new": {name: _plain(wanted[name]) for name in RULES}}
        record(POOL_CHANGED, pool, actor=actor, details=details)
        return pool
    made = Pool.objects.create(**wanted)
    record(POOL_ADDED, made, actor=actor, details={"new": {name: _plain(wanted[name]) for name in RULES}})
    return made


@action(needs="manage")
def retire_pool(pool: Pool, *, actor: Actor) -> None:
    """Raises Conflict: customers are still in it."""
    if PoolEntry.objects.filter(pool=pool).open().exists():
        raise Conflict(_("公海里还有客户"), remedy=_("请先认领或分派完。"))
    revise(pool, retired_at=now())
    record(POOL_RETIRED, pool, actor=actor)


def _read(rules: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: rules[name] for name in RULES}
    wanted["name"] = tidy(str(wanted["name"]))
    if not wanted["name"]:
        raise Invalid(_("请填写名称"), field="name")
    if wanted["idle_days"] is not None and wanted["warn_days"] >= wanted["idle_days"]:
        raise Invalid(_("提醒应早于自动放回"), field="warn_days", value=str(wanted["warn_days"]))
    wanted["stages"] = [one for one in wanted["stages"] if one in Stage.values] or [str(Stage.PROSPECT.value)]
    return wanted


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
