"""What people are told of tasks."""

from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare, leads_to

_TASK = leads_to("workflow:task")

TASK_GIVEN = declare(
    NoticeKind(
        "workflow.task_given",
        _("有任务交给您"),
        _("%(actor)s 交给您一项任务"),
        _TASK,
        "clipboard-check",
        by_mail=True,
    )
)
TASK_DUE = declare(NoticeKind("workflow.task_due", _("任务提醒"), _("任务到时间了"), _TASK, "clock"))
TASK_FINISHED = declare(
    NoticeKind(
        "workflow.task_finished",
        _("您交办的任务已完成"),
        _("%(actor)s 完成了您交办的任务"),
        _TASK,
        "circle-check",
    )
)
