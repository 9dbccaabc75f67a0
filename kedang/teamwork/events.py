"""What can happen in teamwork. What was written is sealed under the customer's `profile` key."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_CHANGES = ("changes",)

COMMENTED = declare("teamwork.commented", _("发表了评论"), personal=_CHANGES, erase="with_key")
COMMENT_CHANGED = declare("teamwork.comment_changed", _("修改了评论"), personal=_CHANGES, erase="with_key")
COMMENT_WITHDRAWN = declare(
    "teamwork.comment_withdrawn", _("撤回了评论"), personal=_CHANGES, erase="with_key"
)
COMMENT_RETURNED = declare("teamwork.comment_returned", _("恢复了评论"), personal=_CHANGES, erase="with_key")

FOLLOWED = declare("teamwork.followed", _("关注了客户"))
FOLLOW_CHANGED = declare("teamwork.follow_changed", _("修改了关注"))
UNFOLLOWED = declare("teamwork.unfollowed", _("取消了关注"))

HAND_OVER_STARTED = declare("teamwork.hand_over_started", _("开始了客户交接"))
HAND_OVER_DONE = declare("teamwork.hand_over_done", _("完成了客户交接"))
HAND_OVER_EXPORTED = declare("teamwork.hand_over_exported", _("导出了交接报告"), nature="access")
