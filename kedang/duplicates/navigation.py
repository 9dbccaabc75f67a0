"""Where duplicates stand in the palette and the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    nav.register_command(
        nav.Command(
            _("重复客户"),
            "duplicates:pairs",
            "copy",
            45,
            "customer.merge",
            keywords="duplicates merge 查重 合并 去重",
        )
    )
    hub.register(
        hub.Card(
            _("查重"),
            _("像到什么程度才算重复"),
            "duplicates:limits",
            "copy",
            hub.ARCHIVE,
            60,
            "template.manage",
        )
    )
