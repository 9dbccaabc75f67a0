from contextlib import suppress

from kedang import jobs
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.people.system import system_actor
from kedang.workflow.actions.tasks import remind_of_task
from kedang.workflow.models import Task

AT_ONCE = 500


@jobs.every(60)
@jobs.job()
def remind_of_tasks() -> None:
    """Those whose time has come; who changes a task meanwhile is reminded the next minute."""
    system = system_actor()
    due = Task.objects.visible_to(system).open().filter(reminded_at=None, remind_at__lte=now())
    for task in due.select_related("customer").order_by("remind_at")[:AT_ONCE]:
        with suppress(Conflict):
            remind_of_task(task, actor=system)
