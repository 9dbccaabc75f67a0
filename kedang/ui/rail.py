"""The frame's entries to rooms below this one, which cannot register themselves, and the bar of the start mode."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import banners, nav


def fill() -> None:
    nav.register(nav.NavItem(_("审计"), "accounts:ledger", "ledger", 80, "ledger.view", key="l"))
    nav.register(nav.NavItem(_("设置"), "accounts:settings", "gear", 90, hub.has_any, key="s"))
    nav.register_person_link(nav.Entry(_("我的账号"), "accounts:profile", "shield-lock", 10))
    nav.register_person_link(nav.Entry(_("我的操作记录"), "accounts:my_ledger", "history", 20))
    banners.register(start_mode)


def start_mode(request: HttpRequest) -> banners.Banner | None:
    """The founder may do everything for now; the bar says so and how it ends."""
    if not getattr(request.user, "in_start_mode", False):
        return None
    return banners.Banner(
        _(
            "启动模式：您暂时拥有大部分权限，所做的一切都会记录。请把系统管理员、安全管理员、审计员分别交给三个人。"
        ),
        url=reverse("accounts:posts"),
        link=_("分配岗位"),
    )
