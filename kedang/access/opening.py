"""The only ways to get one record: opened (and in the ledger), or found as part of a page already opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from kedang.access.door import check_right, customer_id_of
from kedang.access.events import OPENED, REFUSED
from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import probing
from kedang.access.ruled import Ruled
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import NotFound, Refused
from kedang.ledger.kinds import Kind
from kedang.ledger.models import Event
from kedang.ledger.record import record

M = TypeVar("M", bound=models.Model)
# A page left open longer than this, and gone on with, is looked at again.
LOOKED_AT_FOR = timedelta(hours=1)


def open_record(
    actor: Actor,
    queryset: GuardedQuerySet[M] | Ruled[M],
    pk: int,
    *,
    verb: str = "view",
    kind: Kind = OPENED,
    details: dict[str, Any] | None = None,
    demands: Callable[[Actor, M], None] | None = None,
) -> M:
    """The record, after the access is in the ledger; when that cannot be written nothing is shown.

    `demands` raises when more is needed before this one is opened. Raises NotFound (unseen) or Refused
    (seen, `verb` not allowed); both attempts are recorded.
    """
    row = find_record(actor, queryset, pk, verb=verb)
    if demands is not None:
        demands(actor, row)
    with transaction.atomic():
        record(kind, row, actor=actor, customer_id=customer_id_of(row), details=details or {})
    return row


def note_opening(
    actor: Actor, row: models.Model, *, kind: Kind = OPENED, covered_by: Sequence[Kind] = ()
) -> None:
    """Before a part that shows what is in a record: its opening, unless this person opened it within the hour.

    Parts have addresses of their own; asking for one without the page around it is an opening too.
    `covered_by`: other kinds of event after which this one says nothing new.
    """
    if was_opened(actor, row, kind, *covered_by):
        return
    with transaction.atomic():
        record(kind, row, actor=actor, customer_id=customer_id_of(row))


def was_opened(actor: Actor, row: models.Model, *kinds: Kind) -> bool:
    """Whether this person did one of `kinds` to it within the hour."""
    return Event.objects.filter(
        kind__in=[kind.name for kind in kinds],
        actor_id=actor.id,
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        at__gte=now() - LOOKED_AT_FOR,
    ).exists()


def find_record(actor: Actor, queryset: GuardedQuerySet[M] | Ruled[M], pk: int, *, verb: str = "view") -> M:
    """The record for a part of a page or as an action's subject: same rule, no event of its own.

    What belongs to a customer in the trash is not found. `queryset` compiled: a function of the id.
    """
    if isinstance(queryset, Ruled):
        row = next(iter(queryset(probing(actor), pk)), None)
    else:
        row = _in_use(queryset.visible_to(probing(actor))).filter(pk=pk).first()
    if row is None:
        _record_probe(actor, queryset.model, pk)
        raise NotFound(_("没有找到，或您无权查看"))
    if verb != "view":
        try:
            check_right(actor, verb, row)
        except Refused:
            _record_refusal(actor, row, verb)
            raise
    return row


def _in_use(rows: GuardedQuerySet[M]) -> GuardedQuerySet[M]:
    path: str | None = rows.model.scope_path  # type: ignore[attr-defined]  # declared by each guarded model
    return rows.filter(**{f"{path}__trashed_at": None}) if path else rows


def _record_probe(actor: Actor, model: type[models.Model], pk: int) -> None:
    """Asking for a record one may not see is worth knowing; asking for one that is not there is not."""
    row = model._base_manager.filter(pk=pk).first()
    if row is not None:
        _record_refusal(actor, row, "view")


def _record_refusal(actor: Actor, row: models.Model, verb: str) -> None:
    with transaction.atomic():
        record(
            REFUSED,
            row,
            actor=actor,
            customer_id=customer_id_of(row),
            result=Event.Result.REFUSED,
            reason=verb,
        )
