"""The ways to this room's pages: palette and the settings page."""

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    nav.register_command(
        nav.Command(
            _("网络驱动器"),
            "drive:passwords",
            "device",
            70,
            "document.view",
            keywords="webdav 应用密码 映射 drive",
        )
    )
    hub.register_own_link(hub.OwnLink(_("网络驱动器与应用密码"), "drive:passwords"))
    hub.register(
        hub.Card(
            _("网络驱动器"),
            _("用文件管理器和 WPS 打开档案：开关、应用密码"),
            "drive:settings",
            "device",
            hub.SECURITY,
            24,
            "settings.view",
        )
    )
