"""Background tasks (后台任务): what waits, runs and failed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.errors import NotFound
from kedang.jobs.models import Task, TaskState
from kedang.operations import tasks_shown
from kedang.operations.actions.tasks import discard_task, retry_task
from kedang.ui.toast import toast


@require_GET
def tasks(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "manage", None, resource="settings")
    context = {
        "failed": tasks_shown.failed(),
        "running": tasks_shown.running(),
        "waiting": tasks_shown.waiting(),
        "most": tasks_shown.SHOWN,
    }
    return render(request, "operations/tasks.html", context)


@require_POST
def retry(request: SignedInRequest, task_id: int) -> HttpResponse:
    check_right(request.actor, "manage", None, resource="settings")
    retry_task(None, _failed(task_id), actor=request.actor)
    toast(request, _("已重新排队"))
    return redirect("operations:tasks")


@require_POST
def discard(request: SignedInRequest, task_id: int) -> HttpResponse:
    check_right(request.actor, "manage", None, resource="settings")
    discard_task(None, _failed(task_id), actor=request.actor)
    toast(request, _("已放弃这项任务"))
    return redirect("operations:tasks")


def _failed(task_id: int) -> Task:
    failed = Task.objects.filter(state=TaskState.FAILED)  # reading: the right was asked, nobody owns a task
    task = failed.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("没有这项失败的任务"), remedy=_("它可能已经重试或放弃，请刷新列表。"))
    return task
