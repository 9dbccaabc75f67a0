"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.portal.inbox import waiting_count
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("客户申请"),
            "portal:requests",
            "inbox",
            20,
            "feedback.view",
            count=waiting_count,
            keywords="requests portal shenqing 自助 审批",
        )
    )
