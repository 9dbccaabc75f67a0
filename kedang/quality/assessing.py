"""Working out what is wrong with customers, some hundred at a time, and keeping it as findings and a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from kedang.core.clock import now, today
from kedang.customers.models import Customer
from kedang.quality import settings
from kedang.quality.loading import records_of
from kedang.quality.models import Assessment, Finding
from kedang.quality.rules import RULES, Found
from kedang.quality.rules.model import Record
from kedang.quality.scoring import score_of
from kedang.quality.settings import Settings

STEP = 200
AT_ONCE = 2_000
State = Finding.State
_KEPT = ("severity", "facts", "state", "since", "solved_at")
_Key = tuple[str, str]


@dataclass(frozen=True)
class Examined:
    """What the rules say of one record. `due_on`: when to ask again though nothing changes."""

    record: Record
    found: dict[_Key, Found]
    due_on: date | None


def examine(record: Record, kept: Settings) -> Examined:
    found, turns = {}, []
    for code, rule in RULES.items():
        if not kept.is_on(code):
            continue
        for one in rule.examine(record, kept):
            found[code, one.field] = one
        if (day := rule.due(record, kept)) is not None:
            turns.append(day)
    return Examined(record, found, min(turns, default=None))


def examine_one(customer: Customer) -> Examined:
    """As it stands now, without keeping it: what a page asks after an edit."""
    return examine(records_of([customer.pk])[0], settings.present())


@transaction.atomic
def assess(ids: Collection[int], kept: Settings | None = None) -> int:
    """Findings and scores of these customers; how many are in use. Written whole or not at all."""
    kept = kept or settings.present()
    examined = [examine(one, kept) for one in records_of(ids)]
    standing: dict[int, dict[_Key, Finding]] = {one.record.customer.pk: {} for one in examined}
    for row in Finding.objects.filter(customer_id__in=standing):
        standing[row.customer_id][row.rule, row.field] = row
    fresh, touched = [], []
    for one in examined:
        made, moved = _reconcile(one, standing[one.record.customer.pk], kept)
        fresh += made
        touched += moved
    Finding.objects.bulk_create(fresh, batch_size=200)
    Finding.objects.bulk_update(touched, [*_KEPT, "updated_at"], batch_size=200)
    for row in fresh:
        standing[row.customer_id][row.rule, row.field] = row
    _keep([_assessment(one, standing[one.record.customer.pk].values(), kept) for one in examined])
    return len(examined)


def assess_next(after: int, kept: Settings) -> int | None:
    """Some thousand of those whose answer may be old, by id; where the next job goes on, or None at the end."""
    seen = 0
    while seen < AT_ONCE:
        ids = outdated(after, STEP, kept)
        if not ids:
            return None
        assess(ids, kept)
        after, seen = ids[-1], seen + len(ids)
    return after


def outdated(after: int, limit: int, kept: Settings) -> list[int]:
    """Never looked at, looked at under other rules, or due by the calendar."""
    left = Q(owner__is_active=False) | Q(owner__suspended_at__isnull=False)
    told = Q(quality__counts__has_key="no_owner")
    old = Q(quality=None) | ~Q(quality__digest=kept.digest) | Q(quality__due_on__lte=today())
    old |= left & ~told | told & ~left & Q(owner__isnull=False)
    rows = Customer.objects.in_use().filter(old, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _reconcile(
    one: Examined, standing: dict[_Key, Finding], kept: Settings
) -> tuple[list[Finding], list[Finding]]:
    """(new rows, changed rows): what came, what is still there and what is gone."""
    fresh = [
        Finding(
            customer_id=one.record.customer.pk, rule=rule, field=field, facts=found.facts,
            severity=kept.severity_of(rule),
        )
        for (rule, field), found in one.found.items()
        if (rule, field) not in standing
    ]  # fmt: skip
    moved = [row for key, row in standing.items() if _move(row, one.found.get(key), kept)]
    return fresh, moved


def _move(row: Finding, found: Found | None, kept: Settings) -> bool:
    """Bring a row to what was found; whether it changed."""
    before = (row.state, row.severity, row.facts)
    if found is None:
        if row.state != State.SOLVED:
            row.state, row.solved_at = State.SOLVED, now()
    else:
        row.severity, row.facts = kept.severity_of(row.rule), found.facts
        if row.state == State.SOLVED:
            row.state, row.since, row.solved_at = State.OPEN, now(), None
        elif row.state == State.IGNORED and row.ignored_until and row.ignored_until < today():
            row.state = State.OPEN
    row.updated_at = now()
    return before != (row.state, row.severity, row.facts)


def _assessment(one: Examined, rows: Iterable[Finding], kept: Settings) -> Assessment:
    rows = list(rows)
    counts = Counter(row.rule for row in rows if row.state == State.OPEN)
    return Assessment(
        customer_id=one.record.customer.pk,
        score=score_of(counts, kept),
        counts=dict(counts),
        due_on=min([*_awakening(rows), *([one.due_on] if one.due_on else [])], default=None),
        digest=kept.digest,
    )


def _awakening(rows: Iterable[Finding]) -> list[date]:
    """The days after which an ignored finding counts again."""
    return [
        row.ignored_until + timedelta(days=1)
        for row in rows
        if row.state == State.IGNORED and row.ignored_until is not None
    ]


def _keep(rows: Sequence[Assessment]) -> None:
    Assessment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["score", "counts", "due_on", "digest", "assessed_at"],
        batch_size=200,
    )
