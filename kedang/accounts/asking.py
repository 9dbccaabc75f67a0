"""Questions about others that are worth an entry in the ledger themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kedang.access.door import customer_id_of
from kedang.accounts import events
from kedang.core.actor import Actor
from kedang.ledger.record import record
from kedang.people.models import Person


@transaction.atomic
def note_ledger_opened(
    actor: Actor,
    *,
    customer_id: int | None = None,
    person_id: int | None = None,
    asked: dict[str, Any] | None = None,
) -> None:
    details = {"asked": asked} if asked else {}
    record(events.LEDGER_OPENED, actor=actor, customer_id=customer_id, person_id=person_id, details=details)


@transaction.atomic
def note_explained(actor: Actor, person: Person, row: Any, verb: str) -> None:
    record(
        events.RIGHTS_EXPLAINED,
        row,
        actor=actor,
        customer_id=customer_id_of(row),
        person_id=person.pk,
        details={"verb": verb},
    )
