"""A person, or the rule, decides on suggestions: one change of the document each, as if it had been typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.documents.changes import lock, put, take_back
from kedang.documents.events import CHANGED, MOVED
from kedang.documents.models import Document
from kedang.documents.sitting import ensure_open
from kedang.filing.folders import ensure_folder, standard_path
from kedang.ledger.record import record
from kedang.understanding.accepting import accept_many, note, settle
from kedang.understanding.events import DECLINE_TAKEN_BACK, DECLINED
from kedang.understanding.models import Suggestion
from kedang.understanding.parts import (
    CUSTOMER,
    Payload,
    seal,
    seal_undo,
    unseal_many,
    unseal_undo,
)
from kedang.understanding.wanted import state_wanted


@action(needs="edit")
def accept_suggestion(
    document: Document,
    keys: Sequence[str] | None = None,
    *,
    edited: Mapping[str, str] | None = None,
    actor: Actor,
) -> list[str]:
    """Make the suggested parts (all, or those of `keys`) true of the document; the rest counts as declined.

    Returns what changed. Raises Conflict: nothing is suggested any more, or somebody else has it checked out.
    """
    ensure_open(actor, document)
    row = _locked(document, actor)
    suggestion, payload = _open(row)
    chosen = [part for part in payload.open if keys is None or part.key in keys]
    if not chosen:
        raise Conflict(_("没有选中任何建议。"), remedy=_("请至少勾选一项，或不采纳整条建议。"))
    (change,) = put([row], [state_wanted(row, chosen, edited)], kind=CHANGED, actor=actor, always_record=True)
    note(suggestion, payload, change, [part for part in payload.open if part not in chosen], actor)
    document.refresh_from_db()
    return list(change.after)


@action(needs="edit")
def decline_suggestion(document: Document, *, actor: Actor) -> None:
    """None of it; the same is not suggested again."""
    ensure_open(actor, document)
    suggestion, payload = _open(document)
    declined = payload.declined | {part.key: part.value for part in payload.open}
    undo = seal_undo(document, {"declined": payload.declined})
    settle(suggestion, document, replace(payload, declined=declined), undo, actor)
    record(DECLINED, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def take_decision_back(document: Document, *, actor: Actor) -> None:
    """The last decision, unless the document was changed since. Raises Conflict."""
    suggestion = Suggestion.objects.select_for_update().filter(document=document).first()
    if suggestion is None or suggestion.undo is None:
        raise Conflict(_("没有可以撤销的决定。"))
    undo = unseal_undo(document, suggestion.undo)
    Suggestion.objects.filter(pk=suggestion.pk).update(undo=None, decided_by=None, decided_at=None)
    (payload,) = unseal_many([(document, suggestion.sealed)])
    _reopen(suggestion, document, replace(payload, declined=undo["declined"]))
    if "change" not in undo:
        record(DECLINE_TAKEN_BACK, document, actor=actor, customer_id=document.customer_id)
    elif kept := take_back([undo["change"]], kind=CHANGED, actor=actor):
        raise Conflict("；".join(kept.values()))


@action(needs="edit")
def move_to_suggested(document: Document, customer: Customer, *, actor: Actor) -> None:
    """Hand the document to the customer of whom it speaks; `actor` must be allowed to file there."""
    ensure_open(actor, document)
    check_right(actor, "create", customer, resource="document")
    suggestion = Suggestion.objects.filter(document=document).first()
    payload = unseal_many([(document, suggestion.sealed)])[0] if suggestion else Payload()
    if payload.customer is None or payload.customer.value != customer.pk:
        raise Conflict(_("这条建议已经不在了。"), field=CUSTOMER)
    row = _locked(document, actor)
    path = standard_path(customer, row.type.code if row.type else "")
    put([row], [{"folder": ensure_folder(customer, path).pk}], kind=MOVED, actor=actor, always_record=True)
    document.refresh_from_db()


def _undo_chunk(what: list[dict[str, Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    return ChunkResult(done=len(what), skipped=dict(take_back(what, kind=CHANGED, actor=actor)))


@run_kind("understanding.accept", needs="edit", model=Document, undo=_undo_chunk)
def accept_run(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """All that is suggested with `args["from"]` per mille or more; documents of the top level are left out."""
    return accept_many(documents, int(args["from"]), actor=actor)


def _locked(document: Document, actor: Actor) -> Document:
    (row,) = lock([document])
    if row.is_trashed:
        raise Conflict(_("文档在回收站里。"), remedy=_("请先恢复。"))
    if row.is_held_off_from(actor.id):
        raise Conflict(_("文档已被%(who)s签出。") % {"who": row.checked_out_by})
    return row


def _open(document: Document) -> tuple[Suggestion, Payload]:
    suggestion = Suggestion.objects.select_for_update().filter(document=document).first()
    payload = unseal_many([(document, suggestion.sealed)])[0] if suggestion else Payload()
    if suggestion is None or not payload.open or suggestion.version_number != document.version_number:
        raise Conflict(_("这条建议已经不在了。"), remedy=_("可能刚被别人处理，请看文档现在的信息。"))
    return suggestion, payload


def _reopen(suggestion: Suggestion, document: Document, payload: Payload) -> None:
    """As it was declined; what was accepted is suggested anew by the reaction to taking it back."""
    state = Suggestion.State.OPEN if payload.open else Suggestion.State.SETTLED
    Suggestion.objects.filter(pk=suggestion.pk).update(
        state=state,
        sealed=seal(document, payload),
        confidence=round(payload.confidence * 1000),
        updated_at=now(),
    )
