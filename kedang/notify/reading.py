"""Notices as their person reads them: in words, with what they still may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.notify.kinds import NoticeKind, kind_of
from kedang.notify.models import Notice
from kedang.notify.names import names_of
from kedang.notify.telling import read_notes

PAGE = 30
COUNTED = 99


@dataclass(frozen=True)
class Read:
    """One notice in words. `url` is empty when its subject is out of reach."""

    notice: Notice
    sentence: str
    note: str
    url: str
    icon: str


def page_of(actor: Actor, *, before: int | None, unread_only: bool = False, limit: int = PAGE) -> list[Read]:
    """Newest first."""
    rows = Notice.objects.visible_to(actor).select_related("actor").order_by("-pk")
    if unread_only:
        rows = rows.unread()
    return in_words(actor, list((rows.filter(pk__lt=before) if before else rows)[:limit]))


def unread_count(actor: Actor) -> str:
    """ "" when there is none, "99+" when there are more."""
    count = Notice.objects.visible_to(actor).unread()[: COUNTED + 1].count()
    return "" if not count else f"{COUNTED}+" if count > COUNTED else str(count)


def in_words(actor: Actor, notices: Sequence[Notice]) -> list[Read]:
    names = names_of(actor, {one.customer_id for one in notices if one.customer_id})
    notes = read_notes([one for one in notices if not one.customer_id or one.customer_id in names])
    return [
        _read(one, kind, names, notes.get(one.pk, ""))
        for one in notices
        if (kind := kind_of(one.kind)) is not None
    ]


def _read(notice: Notice, kind: NoticeKind, names: dict[int, str], note: str) -> Read:
    is_hidden = notice.customer_id is not None and notice.customer_id not in names
    words = {
        "actor": notice.actor.name if notice.actor else _("系统"),
        "customer": _("一位您已无权查看的客户") if is_hidden else names.get(notice.customer_id or 0, ""),
    }
    return Read(notice, str(kind.sentence) % words, note, "" if is_hidden else kind.url(notice), kind.icon)
