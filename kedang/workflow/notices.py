"""What people are told of tasks."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare

TASK_GIVEN = declare(
    NoticeKind(
        "workflow.task_given",
        _("有任务交给您"),
        _("%(actor)s 交给您一项任务"),
        lambda notice: reverse("workflow:task", args=[notice.subject_id]),
        "clipboard-check",
        by_mail=True,
    )
)
TASK_DUE = declare(
    NoticeKind(
        "workflow.task_due",
        _("任务提醒"),
        _("任务到时间了"),
        lambda notice: reverse("workflow:task", args=[notice.subject_id]),
        "clock",
    )
)
TASK_FINISHED = declare(
    NoticeKind(
        "workflow.task_finished",
        _("您交办的任务已完成"),
        _("%(actor)s 完成了您交办的任务"),
        lambda notice: reverse("workflow:task", args=[notice.subject_id]),
        "circle-check",
    )
)
