"""Pause, go on, stop, undo: one's own background work."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kedang.access import runs
from kedang.access.http import SignedInRequest
from kedang.access.models import Run
from kedang.core.errors import NotFound
from kedang.ui.toast import toast, trigger

VERBS = {
    "pause": (runs.pause_run, _("已暂停")),
    "resume": (runs.resume_run, _("继续进行")),
    "cancel": (runs.cancel_run, _("已停止")),
    "undo": (runs.undo_run, _("正在撤销")),
}


@require_POST
def move(request: SignedInRequest, run_id: int, verb: str) -> HttpResponse:
    run = Run.objects.filter(person_id=request.actor.id, pk=run_id).first()  # reading: one's own
    if run is None or verb not in VERBS:
        raise NotFound(_("没有找到这项任务"))
    act, words = VERBS[verb]
    act(run, actor=request.actor)
    toast(request, words, "note")
    response = HttpResponse(status=204)
    trigger(response, "kd:tray", True)
    return response
