"""Where data quality stands in the rail, the palette and the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("数据质量"), "quality:worklist", "clipboard-check", 45, "customer.view",
            keywords="quality data worklist shuju zhiliang 问题 清理",
        )
    )  # fmt: skip
    for command in (
        nav.Command(
            _("质量排行"), "quality:league", "chart", 44, "score.view",
            keywords="quality league owner department paihang 得分 趋势",
        ),
        nav.Command(
            _("抽样核对"), "quality:checks", "checks", 45, "customer.view",
            keywords="sampling check accuracy chouyang hedui 抽查 准确",
        ),
    ):  # fmt: skip
        nav.register_command(command)
    hub.register(
        hub.Card(
            _("数据质量"), _("哪些规则生效、多严重、多久算久"), "quality:settings", "clipboard-check",
            hub.ARCHIVE, 63, "template.view",
        )
    )  # fmt: skip
