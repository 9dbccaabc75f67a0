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

POOL_ADDED = declare("teamwork.pool_added", _("设立了公海"))
POOL_CHANGED = declare("teamwork.pool_changed", _("修改了公海规则"))
POOL_RETIRED = declare("teamwork.pool_retired", _("停用了公海"))
POOL_LOOKED = declare("teamwork.pool_looked", _("查看了公海客户"), nature="access")
POOL_WARNED = declare("teamwork.pool_warned", _("提醒负责人客户将回到公海"))
POOL_SETTLED = declare("teamwork.pool_settled", _("客户已有负责人，移出公海"))
