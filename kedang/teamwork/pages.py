"""Ways to the pages of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.ui import nav


def register() -> None:
    nav.register_command(
        nav.Command(
            _("我的关注"),
            "teamwork:following",
            "bookmark",
            32,
            "customer.view",
            keywords="follow following guanzhu 关注",
        )
    )
    nav.register_command(
        nav.Command(
            _("客户交接"),
            "teamwork:hand_overs",
            "exchange",
            33,
            "customer.assign",
            keywords="hand over jiaojie lizhi 离职 移交",
        )
    )
