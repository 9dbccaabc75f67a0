"""Single grants on one record: which there are, what may be given."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kedang.access.door import can
from kedang.access.models import Grant
from kedang.core.actor import Actor
from kedang.core.clock import now

_EVERYTHING = ("customer", "contact_point", "document", "folder", "dealing", "comment", "feedback")
# A grant on a customer reaches all that belongs to it: who gives a verb must hold it on each part it means
# something for. By the kind of record, in the order they are offered.
_REACH: dict[str, dict[str, tuple[str, ...]]] = {
    "customer": {
        "view": _EVERYTHING,
        # Others' comments nobody edits.
        "edit": tuple(part for part in _EVERYTHING if part != "comment"),
        "download": ("document",),
        "print": ("document",),
        "share": ("document",),
        "export": ("customer", "document"),
        "unmask": ("contact_point",),
    },
    "document": dict.fromkeys(("view", "edit", "download", "print", "share", "export"), ("document",)),
}


def given_on(subject: Any) -> QuerySet[Grant]:
    """Not taken back; also those whose time is over."""
    return Grant.objects.filter(resource=subject.resource, object_id=subject.pk, ended_at=None)


def standing_on(subject: Any) -> QuerySet[Grant]:
    """In force now."""
    return given_on(subject).filter(Q(expires_at=None) | Q(expires_at__gt=now()))


def offered_on(subject: Any) -> list[str]:
    return list(_REACH.get(subject.resource, {}))


def may_give(actor: Actor, verb: str, subject: Any) -> bool:
    parts = _REACH[subject.resource][verb]
    return all(can(actor, verb, subject, resource=part) for part in parts)


def level_of(subject: Any) -> int:
    """The classification that counts: its own or its customer's, whichever is higher."""
    customer = getattr(subject, subject.scope_path) if subject.scope_path else subject
    return int(max(subject.classification, customer.classification))
