"""Customers nobody got in touch with: their owners are warned, then they go to the pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import DomainError
from kedang.customers.models import Customer, Stage, Status
from kedang.customers.querysets import CustomerQuerySet
from kedang.ledger.models import Event
from kedang.ledger.record import record
from kedang.notify.telling import tell
from kedang.people.models import Department
from kedang.teamwork.actions.pool import release
from kedang.teamwork.events import POOL_SETTLED, POOL_WARNED
from kedang.teamwork.models import Pool, PoolEntry, PoolWarning
from kedang.teamwork.notices import POOL_WARNED as WARNED
from kedang.teamwork.pooling import pools_for

# Whoever got a customer has as long as anybody to get in touch.
_GOT = ("customers.registered", "customers.assigned", "customers.claimed")
_BATCH = 300


def warn_and_release(actor: Actor) -> None:
    """Each pool with a rule: forget warnings that came to nothing, warn, release what was warned of in time."""
    for pool in Pool.objects.open().exclude(idle_days=None).select_related("department"):
        forget_warnings(pool)
        warn_owners(pool, actor)
        release_due(pool, actor)


def idle(pool: Pool, days: int) -> CustomerQuerySet:
    """In the reach of the pool, owned, of its stages, and without contact for `days`."""
    before = now() - timedelta(days=days)
    got = Event.objects.filter(kind__in=_GOT, customer_id=OuterRef("pk"), at__gte=before)
    stages = pool.stages or [Stage.PROSPECT]
    rows = Customer.objects.in_use().filter(
        _untouched(before), created_at__lt=before, status=Status.ACTIVE, stage__in=stages
    )
    return rows.exclude(owner=None).filter(department__in=_departments(pool)).exclude(Exists(got))


def forget_warnings(pool: Pool) -> None:
    """Somebody got in touch, it has another owner, or the rule let go of it."""
    still = idle(pool, (pool.idle_days or 1) - pool.warn_days)
    standing = PoolWarning.objects.filter(pool=pool)
    standing.exclude(customer__in=still.values("pk")).delete()
    standing.filter(~Exists(_same_owner())).delete()


def warn_owners(pool: Pool, actor: Actor) -> None:
    """One notice a day for an owner, however many customers."""
    waiting = idle(pool, (pool.idle_days or 1) - pool.warn_days).filter(pool_warning=None)
    told: Counter[int] = Counter()
    due = today() + timedelta(days=pool.warn_days)
    for batch in _batches(waiting):
        with transaction.atomic():
            rows = [PoolWarning(customer_id=pk, pool=pool, owner_id=owner, due_on=due) for pk, owner in batch]
            PoolWarning.objects.bulk_create(rows, ignore_conflicts=True)
            told.update(owner for _pk, owner in batch)
    if told:
        with transaction.atomic():
            for owner, count in told.items():
                note = _("%(count)d 位客户，%(day)s") % {"count": count, "day": due.isoformat()}
                tell(WARNED, [owner], actor=actor, note=note, key=f"pool-warned:{pool.pk}:{today()}")
            record(POOL_WARNED, pool, actor=actor, details={"count": told.total(), "due_on": due.isoformat()})


def release_due(pool: Pool, actor: Actor) -> None:
    """What changed meanwhile is left alone by the action, the rest goes on."""
    due = PoolWarning.objects.filter(pool=pool, due_on__lte=today()).values_list("customer_id", flat=True)
    words = _("%(days)d 天没有联系，按规则放回") % {"days": pool.idle_days}
    for pk in list(due.order_by("pk")):
        customer = Customer.objects.in_use().filter(pk=pk).first()
        if customer is not None:
            with suppress(DomainError):
                release(customer, words, actor=actor)


def settle(customer_ids: list[int], actor: Actor) -> None:
    """Whoever has an owner, given by other means, is in no pool any more."""
    owned = PoolEntry.objects.filter(left_at=None, customer__in=customer_ids).exclude(customer__owner=None)
    for entry in owned.select_related("customer"):
        with transaction.atomic():
            gone = PoolEntry.objects.filter(pk=entry.pk, left_at=None)
            if gone.update(left_at=now(), taken_by=entry.customer.owner_id):
                record(POOL_SETTLED, entry, actor=actor, customer_id=entry.customer_id)


def _untouched(before: datetime) -> Q:
    talked = Q(figures__last_contact_at=None) | Q(figures__last_contact_at__lt=before)
    bought = Q(figures__last_purchase_on=None) | Q(figures__last_purchase_on__lt=before.date())
    return talked & bought


def _departments(pool: Pool) -> list[int]:
    """Those whose nearest pool it is."""
    every = list(Department.objects.values_list("pk", flat=True))
    return [pk for pk, nearest in pools_for(every).items() if pk and nearest.pk == pool.pk]


def _same_owner() -> CustomerQuerySet:
    return Customer.objects.filter(pk=OuterRef("customer_id"), owner=OuterRef("owner_id"))


def _batches(rows: CustomerQuerySet) -> Iterator[list[tuple[int, int]]]:
    after = 0
    while page := list(
        rows.filter(pk__gt=after, owner__isnull=False).order_by("pk").values_list("pk", "owner_id")[:_BATCH]
    ):
        yield [(pk, owner) for pk, owner in page if owner]
        after = page[-1][0]
