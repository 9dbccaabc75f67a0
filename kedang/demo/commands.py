"""What `kedang demo …` does, in the name of the house."""

from __future__ import annotations

from argparse import Namespace

from django.utils.translation import gettext as _

from kedang.access.models import Holding, Run
from kedang.access.runs import advance_run
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict, DomainError
from kedang.core.terminal import complain, show_progress, table, tell
from kedang.demo import company
from kedang.demo.loading import loaded, start_load, start_removal
from kedang.demo.plan import FULL, SMALL
from kedang.documents.models import Document
from kedang.documents.readings import read_now
from kedang.operations.upkeep import make_ready
from kedang.people.system import system_person

_READ_TOGETHER = 40


def load(options: Namespace) -> int:
    """Load what is absent, wait until all of it can be found, tell the sign-ins of a house of the demo's own."""
    make_ready()
    actor = _house()
    company.found(actor)
    there = loaded()
    was_ready = there is not None and there.is_over
    run = start_load(SMALL if options.small else FULL, actor=actor)
    _work(run)
    if run.state == Run.State.CANCELLED:
        raise Conflict(_("上次的载入被停止了"), remedy=_("请先运行 kedang demo remove，再重新载入。"))
    _read(run)
    tell(_("演示公司已就绪：%(title)s。") % {"title": run.title})
    if options.passwords or not was_ready:
        _tell_sign_ins()
    return _tell_failures(run)


def remove(_options: Namespace) -> int:
    make_ready()
    run = start_removal(actor=_house())
    _work(run)
    for reason in run.chunks.values_list("outcomes", flat=True):
        table(reason)
    tell(_("演示公司已移除：客户与文档在回收站，人员已停用。"))
    return 0


def _house() -> Actor:
    return as_actor(system_person(), channel="command")


def _work(run: Run) -> None:
    """Do the run here; a worker that runs beside it takes chunks as well, never the same."""
    while not run.is_over:
        if run.state == Run.State.PAUSED:
            raise Conflict(_("任务已暂停"), remedy=_("请由发起人在任务栏中继续。"))
        advance_run(run.pk)
        run.refresh_from_db()
        show_progress(f"{run.done + run.failed}/{run.total}")
    show_progress("")


def _read(run: Run) -> None:
    """Texts are read by the worker too; here nobody has to wait for it."""
    waiting = Document.objects.available().waiting_to_be_read().filter(run_id=run.pk).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), _READ_TOGETHER):
        read_now(ids[start : start + _READ_TOGETHER])
        done = min(start + _READ_TOGETHER, len(ids))
        show_progress(_("读取文字 %(done)d/%(total)d") % {"done": done, "total": len(ids)})
    show_progress("")


def _tell_failures(run: Run) -> int:
    """What could not be loaded and why; the exit code."""
    for outcomes in run.chunks.values_list("outcomes", flat=True):
        for part, reason in outcomes:
            complain(DomainError(_("%(part)s 没有载入：%(reason)s") % {"part": part, "reason": reason}))
    return 1 if run.failed else 0


def _tell_sign_ins() -> None:
    if not company.is_own_organisation():
        tell(_("演示人员没有密码；需要时在“人员”中为其生成一次性登录链接。"))
        return
    told = company.give_passwords()
    held = Holding.objects.filter(ended_at=None, person__in=[one.pk for one, _password in told])
    posts = dict(held.values_list("person_id", "post__name"))
    tell(_("登录账号（密码只在这里显示一次）："))
    table((posts.get(one.pk, ""), one.name, one.email, password) for one, password in told)
