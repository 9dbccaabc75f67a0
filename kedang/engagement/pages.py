"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.engagement.lists import waiting_count
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("反馈"),
            "engagement:complaints",
            "flag",
            19,
            "feedback.view",
            count=waiting_count,
            keywords="feedback complaints tousu 投诉 服务请求 建议",
        )
    )
    nav.register_command(
        nav.Command(
            _("邮件群发"),
            "engagement:campaigns",
            "mail",
            41,
            "campaign.view",
            keywords="campaign mail qunfa 群发 营销",
        )
    )
    nav.register_command(
        nav.Command(
            _("满意度调查"),
            "engagement:surveys",
            "chat",
            40,
            "feedback.view",
            keywords="survey nps csat ces diaocha 问卷",
        )
    )
