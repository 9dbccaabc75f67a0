"""How this organisation grades, and its service levels."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.grading import levels, settings
from kedang.grading.events import LEVELS_CHANGED, SETTINGS_CHANGED
from kedang.grading.levels import Levels
from kedang.grading.settings import Settings
from kedang.ledger.record import record
from kedang.people.models import Organisation


@action(needs="manage", resource="template")
def set_settings(subject: Any, wanted: Settings, *, actor: Actor) -> None:
    """Holds from the next calculation on. Raises Invalid."""
    settings.check(wanted)
    before = settings.present().as_json()
    organisation = _keep(settings.KEY, wanted.as_json())
    record(SETTINGS_CHANGED, organisation, actor=actor, details={"old": before, "new": wanted.as_json()})


@action(needs="manage", resource="template")
def set_levels(subject: Any, wanted: Levels, *, actor: Actor) -> None:
    """Raises Invalid."""
    levels.check(wanted)
    before = levels.present().as_json()
    organisation = _keep(levels.KEY, wanted.as_json())
    record(LEVELS_CHANGED, organisation, actor=actor, details={"old": before, "new": wanted.as_json()})


def _keep(key: str, value: dict[str, Any]) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=1)
    revise(organisation, options={**organisation.options, key: value})
    return organisation
