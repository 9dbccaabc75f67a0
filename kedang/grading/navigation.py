"""Where grading stands in the palette and the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    for command in (
        nav.Command(
            _("等级建议"),
            "grading:proposals",
            "target",
            46,
            "score.view",
            keywords="grading abc rfm dengji 评级 评分",
        ),
        nav.Command(
            _("逾期联系"),
            "grading:contacts",
            "phone",
            47,
            "score.view",
            keywords="overdue contacts sla 服务级别",
        ),
    ):
        nav.register_command(command)
    for card in (
        hub.Card(
            _("评级"), _("ABC、RFM、终身价值与流失风险怎么算"), "grading:settings", "target", hub.ARCHIVE, 61,
            "template.view",
        ),
        hub.Card(
            _("服务级别"), _("各等级多久联系、多快响应、谁负责"), "grading:levels", "clock", hub.ARCHIVE, 62,
            "template.view",
        ),
    ):  # fmt: skip
        hub.register(card)
