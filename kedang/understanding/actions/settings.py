"""How far suggestions go by themselves, the fields of preset types, and an archive that was there before."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.filing.models import DocumentType
from kedang.filing.presets import preset_of
from kedang.ledger.record import record
from kedang.people.models import Organisation
from kedang.understanding import settings
from kedang.understanding.events import ARCHIVE_ASKED, PRESETS_COMPLETED, SETTINGS_CHANGED
from kedang.understanding.settings import Settings


@action(needs="manage", resource="template")
def set_settings(subject: Any, wanted: Settings, *, actor: Actor) -> None:
    """Holds for what is read from now on. Raises Invalid."""
    settings.check(wanted)
    organisation = Organisation.objects.select_for_update().get(pk=1)
    old = organisation.options.get(settings.KEY) or {}
    revise(organisation, options={**organisation.options, settings.KEY: wanted.as_json()})
    record(SETTINGS_CHANGED, organisation, actor=actor, details={"old": old, "new": wanted.as_json()})


@action(needs="manage", resource="template")
def complete_presets(subject: Any, *, actor: Actor) -> list[str]:
    """Give the preset types the fields that they lack; nothing is changed or taken away. The names of those completed."""
    organisation = Organisation.objects.get(pk=1)
    completed = []
    for document_type, fields in lacking(organisation.industry):
        revise(document_type, fields=[*document_type.fields, *fields])
        completed.append(document_type.name)
    record(PRESETS_COMPLETED, organisation, actor=actor, details={"types": completed})
    return completed


@action(needs="manage", resource="template")
def understand_archive(subject: Any, *, actor: Actor) -> None:
    """Suggest for documents that were filed before: a job goes through those without."""
    from kedang.understanding.tasks import understand_next

    understand_next.enqueue(0, key="understanding:archive")
    record(ARCHIVE_ASKED, Organisation.objects.get(pk=1), actor=actor)


def lacking(industry: str) -> list[tuple[DocumentType, list[dict[str, Any]]]]:
    """Preset types with the fields that the preset has and they have not; a field of the same name is one too."""
    wanted = {each["code"]: each.get("fields", []) for each in preset_of(industry).types}
    found = []
    for document_type in DocumentType.objects.filter(code__in=wanted, is_preset=True):
        keys = {field["key"] for field in document_type.fields}
        labels = {field["label"] for field in document_type.fields}
        fields = [f for f in wanted[document_type.code] if f["key"] not in keys and f["label"] not in labels]
        if fields:
            found.append((document_type, fields))
    return found
