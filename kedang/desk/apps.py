from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kedang.desk"
    label = "desk"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from kedang.ui import nav

        nav.register(nav.NavItem(_("工作台"), "home", "home", 1, key="h"))
