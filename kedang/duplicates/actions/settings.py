"""From which certainty on pairs are listed and called sure."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.duplicates import thresholds
from kedang.duplicates.events import SETTINGS_CHANGED
from kedang.ledger.record import record
from kedang.people.models import Organisation


@action(needs="manage", resource="template")
def set_thresholds(subject: Any, listed: float, sure: float, *, actor: Actor) -> None:
    """Holds from the next scan on. Raises Invalid."""
    wanted = thresholds.read(listed, sure)
    organisation = Organisation.objects.select_for_update().get(pk=1)
    before = thresholds.present().as_json()
    revise(organisation, options={**organisation.options, thresholds.KEY: wanted.as_json()})
    record(SETTINGS_CHANGED, organisation, actor=actor, details={"old": before, "new": wanted.as_json()})
