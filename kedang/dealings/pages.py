"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("项目"),
            "dealings:projects",
            "project",
            17,
            "dealing.view",
            keywords="projects opportunities kanban shangji 商机 看板",
            key="p",
        )
    )
