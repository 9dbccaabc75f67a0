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
