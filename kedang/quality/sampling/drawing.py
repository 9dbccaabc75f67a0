"""Drawing a sample: the same seed draws the same customers of the same population again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import ceil
from random import Random

from django.db import transaction

from kedang.core.actor import as_actor
from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.quality.models import CheckState, SampleAnswer, SampleCheck, SampleItem
from kedang.quality.sampling.fields import applies
from kedang.search import ids_of

MOST = 2_000
_STEP = 500


def draw(check_id: int) -> None:
    """The job's work. Nothing is drawn twice: whoever comes second finds it done."""
    check = SampleCheck.objects.select_related("person", "first", "second", "department").get(pk=check_id)
    if check.state != CheckState.DRAWING:
        return
    ids, left_out = population(check)
    chosen = choose(ids, check)
    with transaction.atomic():
        moved = SampleCheck.objects.filter(pk=check.pk, state=CheckState.DRAWING).update(
            state=CheckState.RUNNING if chosen else CheckState.DONE,
            population=len(ids),
            left_out=left_out,
            finished_at=None if chosen else now(),
            updated_at=now(),
        )
        if moved:
            _write(check, chosen)


def choose(ids: list[int], check: SampleCheck) -> list[int]:
    """In the order in which they are to be looked at."""
    wanted = ceil(len(ids) * check.size / 100) if check.is_percent else check.size
    # Not for secrets: it has to give the same again.
    return Random(check.seed).sample(sorted(ids), min(wanted, len(ids), MOST))  # noqa: S311


def population(check: SampleCheck) -> tuple[list[int], int]:
    """Whom the starter and both checkers see and neither checker owns; how many are left out for that."""
    found: list[int] = []
    asked = 0
    for batch in _batches(_asked(check)):
        asked += len(batch)
        found += _eligible(batch, check)
    return found, asked - len(found)


def _asked(check: SampleCheck) -> Iterator[int]:
    rows = Customer.objects.in_use()
    if check.department is not None:
        rows = rows.filter(department__path__startswith=check.department.path)
    return ids_of(rows, check.query, as_actor(check.person))


def _eligible(ids: list[int], check: SampleCheck) -> list[int]:
    rows = Customer.objects.filter(pk__in=ids)
    for person in (check.first, check.second):
        rows = rows.visible_to(as_actor(person))
    owned = rows.filter(owner_id__in=(check.first_id, check.second_id)).values("pk")
    return list(rows.exclude(pk__in=owned).values_list("pk", flat=True))


def _write(check: SampleCheck, chosen: list[int]) -> None:
    customers = Customer.objects.in_bulk(chosen)
    items = SampleItem.objects.bulk_create(
        [
            SampleItem(
                check_of=check, customer=customers[pk], owner_id=customers[pk].owner_id, position=place
            )
            for place, pk in enumerate(chosen, 1)
        ],
        batch_size=_STEP,
    )
    SampleAnswer.objects.bulk_create(
        [
            SampleAnswer(item=item, key=key)
            for item in items
            for key in check.fields
            if applies(key, item.customer)
        ],
        batch_size=_STEP,
    )


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, _STEP)):
        yield batch
