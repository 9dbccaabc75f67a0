"""Withdrawing as a part of other work: plain functions in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.dealings import figures, indexing
from kedang.dealings.events import WITHDRAWN
from kedang.dealings.models import Interaction
from kedang.dealings.states import Dealing
from kedang.ledger.record import Entry, record_many
from kedang.workflow.models import Task
from kedang.workflow.querysets import TaskQuerySet


def withdraw_many(dealings: Sequence[Dealing], *, actor: Actor) -> None:
    """In the caller's transaction: the undo of an import. One event each."""
    for dealing in dealings:
        dealing.withdrawn_at, dealing.withdrawn_by = now(), actor.person
        dealing.revision, dealing.updated_at = dealing.revision + 1, now()
    if dealings:
        model: Any = type(dealings[0])
        model.objects.bulk_update(
            dealings, ["withdrawn_at", "withdrawn_by", "revision", "updated_at"], batch_size=200
        )
    drop_steps(dealings)
    indexing.forget(dealings)
    figures.refresh({one.customer_id for one in dealings})
    record_many([Entry(WITHDRAWN, one, customer_id=one.customer_id) for one in dealings], actor=actor)


def drop_steps(dealings: Iterable[Dealing]) -> None:
    steps_of(dealings).filter(done_at=None, dropped_at=None).update(dropped_at=now(), updated_at=now())


def steps_of(dealings: Iterable[Dealing]) -> TaskQuerySet:
    ids = [one.pk for one in dealings if isinstance(one, Interaction)]
    return Task.objects.filter(source_type=Interaction._meta.label_lower, source_id__in=ids)
