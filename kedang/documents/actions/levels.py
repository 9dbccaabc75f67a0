"""Changing what holds for a level: the security administrator's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.access.door import action, revise
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.documents.events import LEVEL_RULE_CHANGED
from kedang.documents.levels import rule_of
from kedang.documents.models import LevelRule
from kedang.ledger.record import record

LABELS = {
    "views": _("每天查看"),
    "downloads": _("每天下载"),
    "prints": _("每天打印"),
    "is_stamped": _("页面一律加水印"),
    "asks_permit": _("下载须经批准"),
}
FIELDS = tuple(LABELS)


@action(needs="manage", resource="post")
def change_level_rule(level: Clearance, wanted: dict[str, int | bool], *, actor: Actor) -> None:
    """`wanted`: some of FIELDS."""
    before = rule_of(level)
    changes = [
        {"field": name, "label": str(LABELS[name]), "old": str(getattr(before, name)),
         "new": str(wanted[name])}
        for name in FIELDS
        if name in wanted and getattr(before, name) != wanted[name]
    ]  # fmt: skip
    if before.pk:
        revise(before, **wanted)
    else:
        before = LevelRule.objects.create(
            level=level, **{name: wanted.get(name, getattr(before, name)) for name in FIELDS}
        )
    record(LEVEL_RULE_CHANGED, before, actor=actor, changes=changes)
