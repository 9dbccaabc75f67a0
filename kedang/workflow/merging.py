"""How tasks go along when two customers become one, and back (A12)."""

from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import register_part, rows_part
from kedang.workflow.models import Task
from kedang.workflow.planning import AAD


def register() -> None:
    register_part(rows_part("tasks", _("任务"), Task, sealed={"note": AAD}, order=64))
