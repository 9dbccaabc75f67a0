"""What can happen to dealings with a customer. What was written is sealed under the customer's `profile` key."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_CHANGES = ("changes",)

PURCHASE_RECORDED = declare(
    "dealings.purchase_recorded", _("记录了购买"), personal=_CHANGES, erase="with_key"
)
PURCHASE_CHANGED = declare(
    "dealings.purchase_changed", _("修改了购买记录"), personal=_CHANGES, erase="with_key"
)
INTERACTION_RECORDED = declare(
    "dealings.interaction_recorded", _("记录了沟通"), personal=_CHANGES, erase="with_key"
)
INTERACTION_CHANGED = declare(
    "dealings.interaction_changed", _("修改了沟通记录"), personal=_CHANGES, erase="with_key"
)
NEED_NOTED = declare("dealings.need_noted", _("记下了需求或偏好"), personal=_CHANGES, erase="with_key")
NEED_CHANGED = declare("dealings.need_changed", _("修改了需求或偏好"), personal=_CHANGES, erase="with_key")
WITHDRAWN = declare("dealings.withdrawn", _("撤回了往来记录"), personal=_CHANGES, erase="with_key")
BROUGHT_BACK = declare(
    "dealings.brought_back", _("恢复了撤回的往来记录"), personal=_CHANGES, erase="with_key"
)
OPPORTUNITY_ADDED = declare(
    "dealings.opportunity_added", _("添加了项目"), personal=_CHANGES, erase="with_key"
)
OPPORTUNITY_CHANGED = declare(
    "dealings.opportunity_changed", _("修改了项目"), personal=_CHANGES, erase="with_key"
)
OPPORTUNITY_MOVED = declare(
    "dealings.opportunity_moved", _("变更了项目进展"), personal=_CHANGES, erase="with_key"
)
OPPORTUNITY_CLOSED = declare(
    "dealings.opportunity_closed", _("结束了项目"), personal=_CHANGES, erase="with_key"
)
