"""Actions a gate deferred: kept sealed, run at most once, and only if nothing changed meanwhile."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access import door
from kedang.access.events import DEFERRED, WITHDRAWN
from kedang.access.models import PendingAction
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError, Refused
from kedang.ledger.record import record


class Waiting(DomainError):
    """The action was not done but kept; `pending` is where."""

    status = 202

    def __init__(self, pending: PendingAction) -> None:
        super().__init__(_("已提交，待批准后自动执行"))
        self.pending = pending


def defer(attempt: door.Attempt, gate: str) -> Waiting:
    """Keep `attempt`: sealed arguments, the subject's id and revision. Model arguments are kept by id."""
    owner = f"audit:{now():%Y-%m}"
    subject = attempt.subject
    stored = isinstance(subject, models.Model)
    with transaction.atomic():
        pending = PendingAction.objects.create(
            action=attempt.spec.name,
            gate=gate,
            person=attempt.actor.person,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=subject.pk if stored else None,
            subject_revision=getattr(subject, "revision", None) if stored else None,
            arguments=vault.seal(owner, "audit", _dump(attempt), aad=b"pending"),
            arguments_key=owner,
        )
        record(
            DEFERRED,
            pending,
            actor=attempt.actor,
            customer_id=door.customer_id_of(subject if stored else None),
        )
    return Waiting(pending)


def resume(pending: PendingAction, *, actor: Actor) -> Any:
    """Do the kept action in its requester's name, whose right is checked again.

    The claim is a conditional update inside the action's own transaction: it runs at most once.
    Raises Conflict: it ran already, was withdrawn, or the subject changed meanwhile.
    """
    spec = door.registered()[pending.action]
    requester = Actor(person=pending.person, channel=actor.channel, address=actor.address)
    kept = _load(pending)
    return door.attempt(
        door.Attempt(
            spec,
            _subject(pending),
            tuple(kept["args"]),
            kept["options"],
            requester,
            frozenset({pending.gate}),
            lambda: _claim(pending),
        )
    )


def withdraw(pending: PendingAction, *, actor: Actor) -> None:
    if actor.id != pending.person_id:
        raise Refused(_("只有提交人可以撤回"))
    with transaction.atomic():
        waiting = PendingAction.objects.filter(pk=pending.pk, state=PendingAction.State.WAITING)
        if not waiting.update(state=PendingAction.State.WITHDRAWN, updated_at=now()):
            raise Conflict(_("这个动作已经处理过了"))
        record(WITHDRAWN, pending, actor=actor)


def _claim(pending: PendingAction) -> None:
    waiting = PendingAction.objects.filter(pk=pending.pk, state=PendingAction.State.WAITING)
    if not waiting.update(state=PendingAction.State.DONE, updated_at=now()):
        raise Conflict(_("这个动作已经处理过了"))
    _subject(pending)


def _subject(pending: PendingAction) -> Any:
    if not pending.subject_type:
        return None
    model = apps.get_model(pending.subject_type)
    if pending.subject_id is None:
        return model
    row = model._base_manager.filter(pk=pending.subject_id).first()
    if row is None or getattr(row, "revision", None) != pending.subject_revision:
        raise Conflict(_("对象在提交后有变更"), remedy=_("请重新提交。"))
    return row


def _dump(attempt: door.Attempt) -> bytes:
    body = {
        "args": [_pack(a) for a in attempt.arguments],
        "options": {k: _pack(v) for k, v in attempt.options.items()},
    }
    return json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _load(pending: PendingAction) -> dict[str, Any]:
    plain = vault.unseal(
        bytes(pending.arguments), owner=pending.arguments_key, purpose="audit", aad=b"pending"
    )
    body = json.loads(plain)
    return {
        "args": [_unpack(a) for a in body["args"]],
        "options": {k: _unpack(v) for k, v in body["options"].items()},
    }


def _pack(value: Any) -> Any:
    if isinstance(value, models.Model):
        return {"$row": [value._meta.label_lower, value.pk]}
    if isinstance(value, (list, tuple)):
        return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict) and "$row" in value:
        label, pk = value["$row"]
        return apps.get_model(label)._base_manager.get(pk=pk)
    if isinstance(value, list):
        return [_unpack(item) for item in value]
    return value
