"""Ways to the pages of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.access.rights import rights_of
from kedang.accounts import hub
from kedang.core.actor import Actor
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("公海"), "teamwork:pool", "pool", 18, may_see_pool, keywords="pool gonghai 认领 claim", key="o"
        )
    )
    hub.register(
        hub.Card(
            _("公海"), _("谁可以认领、每天多少、多久没联系放回"), "teamwork:pools", "pool", hub.ARCHIVE, 63,
            "template.view",
        )
    )  # fmt: skip
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


def may_see_pool(actor: Actor) -> bool:
    rights = rights_of(actor)
    return rights.has("customer", "claim") or rights.has("customer", "assign")
