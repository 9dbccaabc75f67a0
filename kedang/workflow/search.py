"""What is declared of tasks."""

from django.utils.translation import gettext_lazy as _

from kedang.core import fields

fields.declare(
    "workflow.task",
    fields.FieldSpec(name="title", label=_("任务"), grade="L2", personal=True),
    fields.FieldSpec(name="note", label=_("说明"), type="long", storage="sealed", grade="L2", personal=True),
    fields.FieldSpec(name="due_on", label=_("期限"), type="date"),
    fields.FieldSpec(name="remind_at", label=_("提醒"), type="date"),
    fields.FieldSpec(name="priority", label=_("优先级"), type="choice"),
    fields.FieldSpec(name="assignee", label=_("办理人"), type="person"),
    fields.FieldSpec(name="outcome", label=_("结果"), grade="L2", personal=True),
    fields.FieldSpec(name="done_at", label=_("完成"), type="date"),
)
