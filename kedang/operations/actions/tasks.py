"""What an administrator does with a task that failed: have it tried again, or give it up for good."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Conflict
from kedang.jobs import queue
from kedang.jobs.models import Task
from kedang.ledger.record import record
from kedang.operations.events import TASK_DISCARDED, TASK_RETRIED


@action(needs="manage", resource="settings")
def retry_task(_nothing: None, task: Task, *, actor: Actor) -> None:
    """Another round of attempts. Raises Conflict: it is not failed any more."""
    if not queue.retry(task):
        raise _gone()
    record(TASK_RETRIED, actor=actor, details={"job": task.job, "task": task.pk})


@action(needs="manage", resource="settings", reason=True)
def discard_task(_nothing: None, task: Task, *, actor: Actor) -> None:
    """Never again; the reason is in the ledger. Raises Conflict: it is not failed any more."""
    if not queue.discard(task):
        raise _gone()
    record(TASK_DISCARDED, actor=actor, details={"job": task.job, "task": task.pk})


def _gone() -> Conflict:
    return Conflict(_("这项任务的状态已变化"), remedy=_("请刷新后再试。"))
