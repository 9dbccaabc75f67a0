"""The top level (B9): a fresh second factor and a reason before a document is opened or its level changed.

Asked once for a document and a sitting; both stand in the ledger (`documents.unlocked`).
"""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kedang.access.gates import FRESH
from kedang.access.opening import LOOKED_AT_FOR
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import StepUpNeeded
from kedang.documents.events import UNLOCKED
from kedang.documents.models import Document
from kedang.ledger.models import Event


def is_top_level(document: Document) -> bool:
    return document.withholds_texts


def is_unlocked(actor: Actor, document: Document, within: timedelta = FRESH) -> bool:
    """Whether `actor` has shown the factor in this session and said why, both not longer ago than `within`."""
    shown, since = actor.second_factor_at, now() - within
    if shown is None or shown < since:
        return False
    said = Event.objects.filter(
        kind=UNLOCKED.name,
        actor_id=actor.id,
        subject_type=document._meta.label_lower,
        subject_id=document.pk,
        at__gte=since,
    )
    return said.exists()


def ensure_open(actor: Actor, document: Document) -> None:
    """Raise StepUpNeeded unless `document` is below the top level or unlocked."""
    if is_top_level(document):
        ensure_unlocked(actor, document)


def ensure_still_open(actor: Actor, document: Document) -> None:
    """The same for the next page of a document that is being read."""
    if is_top_level(document):
        ensure_unlocked(actor, document, LOOKED_AT_FOR)


def ensure_unlocked(actor: Actor, document: Document, within: timedelta = FRESH) -> None:
    if actor.person.is_system or is_unlocked(actor, document, within):
        return
    raise StepUpNeeded(
        _("这份文档属于最高密级，需要验证第二因素并说明原因。"),
        field="sitting",
        remedy=_("请在网页上打开“%(name)s”，按提示验证后再试。") % {"name": document.name},
        ask_at=reverse("documents:unlock", args=[document.pk]),
    )
