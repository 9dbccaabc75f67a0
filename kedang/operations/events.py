"""What keeping the system running tells the ledger."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

TASK_RETRIED = declare(
    "operations.task_retried", _("重试了失败的后台任务"), erase="audit_key", personal=("details",)
)
TASK_DISCARDED = declare(
    "operations.task_discarded", _("放弃了失败的后台任务"), erase="audit_key", personal=("details", "reason")
)
