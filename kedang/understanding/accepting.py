"""What accepting and declining leave behind, and accepting many: for a person's run and for the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from kedang.access.runs import ChunkResult
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.changes import Change, lock, put
from kedang.documents.events import CHANGED
from kedang.documents.models import Document
from kedang.understanding.models import Suggestion
from kedang.understanding.parts import CUSTOMER, TYPE, Part, Payload, seal, seal_undo, unseal_many
from kedang.understanding.wanted import state_wanted


def accept_many(
    documents: Sequence[Document], least: int, *, actor: Actor, only_empty: bool = False
) -> ChunkResult:
    """In the caller's transaction. `only_empty`: nothing that a person gave is touched."""
    rows = {row.pk: row for row in lock(documents)}
    found = (
        Suggestion.objects.select_for_update()
        .open()
        .below_the_top()
        .filter(document__in=rows, confidence__gte=least)
    )
    suggestions = {each.document_id: each for each in found}
    payloads = dict(
        zip(
            suggestions,
            unseal_many([(rows[pk], each.sealed) for pk, each in suggestions.items()]),
            strict=True,
        )
    )
    result, changes = ChunkResult(), []
    for pk, row in rows.items():
        parts = [p for p in payloads[pk].open if not only_empty or _fills(p, row)] if pk in payloads else []
        if not parts:
            result.skipped[pk] = _("没有达到把握程度的建议")
        elif row.is_held_off_from(actor.id):
            result.skipped[pk] = _("已被他人签出")
        else:
            (change,) = put([row], [state_wanted(row, parts)], kind=CHANGED, actor=actor, always_record=True)
            note(suggestions[pk], payloads[pk], change, [], actor)
            changes.append(change)
    result.done, result.undo = len(changes), [change.as_undo() for change in changes]
    return result


def _fills(part: Part, document: Document) -> bool:
    return part.key != TYPE or document.type_id is None


def note(
    suggestion: Suggestion, payload: Payload, change: Change, left: Sequence[Part], actor: Actor
) -> None:
    """Settled until the reaction to the change looks at the document again."""
    declined = payload.declined | {part.key: part.value for part in left}
    undo = seal_undo(change.document, {"change": change.as_undo(), "declined": payload.declined})
    accepted = [part for part in payload.parts if part.kind == CUSTOMER]
    settle(suggestion, change.document, replace(payload, parts=accepted, declined=declined), undo, actor)


def settle(suggestion: Suggestion, document: Document, payload: Payload, undo: bytes, actor: Actor) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(
        state=Suggestion.State.SETTLED,
        sealed=seal(document, payload),
        undo=undo,
        decided_by=actor.person,
        decided_at=now(),
        updated_at=now(),
    )
