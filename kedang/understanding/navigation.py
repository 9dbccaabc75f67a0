"""Where suggestions stand in the palette and the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    nav.register_command(
        nav.Command(
            _("待确认建议"),
            "understanding:inbox",
            "sparkles",
            44,
            "document.edit",
            keywords="suggestions inbox jianyi 识别 分类 建议 智能",
        )
    )
    hub.register(
        hub.Card(
            _("智能识别"),
            _("从文档文字认出类型、日期与字段；何时自动采纳"),
            "understanding:settings",
            "sparkles",
            hub.ARCHIVE,
            33,
            "template.view",
        )
    )
