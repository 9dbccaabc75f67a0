"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.ui import nav
from kedang.workflow.lists import due_count


def register() -> None:
    nav.register(
        nav.NavItem(
            _("任务"),
            "workflow:tasks",
            "clipboard-check",
            15,
            count=due_count,
            keywords="tasks todo daiban 待办",
            key="t",
        )
    )
