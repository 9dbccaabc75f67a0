"""Which rules hold here; looking at everybody again."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.ledger.record import record
from kedang.people.models import Organisation
from kedang.quality import settings, tasks
from kedang.quality.events import ASSESSED_AGAIN, SETTINGS_CHANGED
from kedang.quality.settings import Settings


@action(needs="manage", resource="template")
def set_rules(subject: Any, wanted: Settings, *, actor: Actor) -> None:
    """Everybody is looked at again by a job. Raises Invalid."""
    settings.check(wanted)
    before = settings.present().as_json()
    organisation = Organisation.objects.select_for_update().get(pk=1)
    revise(organisation, options={**organisation.options, settings.KEY: wanted.as_json()})
    details = {"old": before, "new": wanted.as_json()}
    record(SETTINGS_CHANGED, organisation, actor=actor, details=details)
    tasks.assess_outdated.enqueue(0, key="quality:0")


@action(needs="create", resource="score")
def assess_again(subject: Any, *, actor: Actor) -> None:
    """What may be old is looked at now instead of at night, and counted."""
    record(ASSESSED_AGAIN, None, actor=actor)
    tasks.assess_outdated.enqueue(0, key="quality:0")
