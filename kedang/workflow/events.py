from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_CHANGES = ("changes",)

TASK_ADDED = declare("workflow.task_added", _("安排了任务"), personal=_CHANGES, erase="with_key")
TASK_CHANGED = declare("workflow.task_changed", _("修改了任务"), personal=_CHANGES, erase="with_key")
TASK_REASSIGNED = declare("workflow.task_reassigned", _("转交了任务"), personal=_CHANGES, erase="with_key")
TASK_DONE = declare("workflow.task_done", _("完成了任务"), personal=_CHANGES, erase="with_key")
TASK_REOPENED = declare("workflow.task_reopened", _("重新打开了任务"), personal=_CHANGES, erase="with_key")
TASK_DROPPED = declare("workflow.task_dropped", _("取消了任务"), personal=_CHANGES, erase="with_key")
TASK_REMINDED = declare("workflow.task_reminded", _("提醒了任务"))
