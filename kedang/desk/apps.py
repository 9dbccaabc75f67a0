from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kedang.desk"
    label = "desk"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from kedang.desk import files
        from kedang.filing.links import register_links
        from kedang.ui import nav

        files.register()
        register_links(customer=lambda customer: reverse("customer", args=[customer.pk]))

        nav.register(nav.NavItem(_("工作台"), "home", "home", 1, key="h"))
