"""The load as bulk work: chunks done whole or not at all, with progress, resumed after a kill, taken back as a whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import check_right
from kedang.access.models import Run
from kedang.access.rights import rights_of
from kedang.access.runs import ChunkResult, run_kind, start_run_of, undo_run
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Refused
from kedang.demo import company, plan
from kedang.demo.company import Staff
from kedang.demo.dealing import deal_with, open_opportunities, plan_next_steps
from kedang.demo.doubles import enter_again
from kedang.demo.feedback import hear_customers, survey_of
from kedang.demo.filing import Prepared, add_versions, file_papers, prepare, prepare_versions
from kedang.demo.flaws import leave_flaws
from kedang.demo.kinship import bring_together
from kedang.demo.registering import continue_stories, register_clients
from kedang.demo.removing import take_back
from kedang.demo.segmenting import keep_segments
from kedang.demo.teaming import work_together

KIND = "demo.load"
# The founder in start mode has these, and the house itself; nobody lends the demo's people more than they have.
_NEEDED = (("settings", "manage"), ("person", "create"), ("post", "grant"), ("customer", "create"))


def _prepare(items: list[plan.Item], args: dict[str, Any]) -> list[plan.Item] | Prepared:
    making = {plan.DOCUMENT: prepare, plan.VERSION: prepare_versions}.get(items[0][0])
    return making(items, int(args["generation"])) if making else items


def _load(work: list[plan.Item] | Prepared, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    if isinstance(work, Prepared):
        return _file(work, actor)
    return _WORK[work[0][0]](work, args, actor)


def _file(prepared: Prepared, actor: Actor) -> ChunkResult:
    if prepared.kind == plan.VERSION:
        return ChunkResult(done=add_versions(prepared, run_id=_run(actor)))
    made = file_papers(prepared, run_id=_run(actor))
    return ChunkResult(done=len(made), undo=[["document", one.pk] for one in made])


def _open_house(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    ids = company.open_house(with_powers=bool(args["own"]), actor=actor)
    return ChunkResult(done=len(items), undo=[["person", pk] for pk in ids])


def _register(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    made = register_clients([i for _c, i in items], args["generation"], Staff.there(), run_id=_run(actor))
    return ChunkResult(done=len(made), undo=[["customer", one.pk] for one in made])


def _go_on(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    continue_stories([i for _c, i in items], args["generation"], Staff.there(), run_id=_run(actor))
    return ChunkResult(done=len(items))


def _deal(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    indices, staff = [i for _c, i in items], Staff.there()
    for step in (deal_with, open_opportunities, plan_next_steps, hear_customers):
        step(indices, args["generation"], staff, run_id=_run(actor))
    survey = survey_of(staff, _run(actor))
    return ChunkResult(done=len(items), undo=[["survey", survey.pk]])


def _double(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    made = enter_again([i for _c, i in items], args["generation"], Staff.there(), run_id=_run(actor))
    return ChunkResult(done=len(made), undo=[["customer", one.pk] for one in made])


def _relate(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    done = bring_together([i for _c, i in items], args["generation"], run_id=_run(actor))
    return ChunkResult(done=done)


def _segment(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    made = keep_segments([i for _c, i in items], Staff.there(), run_id=_run(actor))
    return ChunkResult(done=len(items), undo=[["segment", one.pk] for one in made])


def _flaw(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    done = leave_flaws([i for _c, i in items], args["generation"], Staff.there(), run_id=_run(actor))
    return ChunkResult(done=done)


def _team(items: list[plan.Item], args: dict[str, Any], actor: Actor) -> ChunkResult:
    indices = [i for _c, i in items]
    return ChunkResult(done=work_together(indices, args["generation"], Staff.there(), run_id=_run(actor)))


def _run(actor: Actor) -> int:
    return actor.run_id or 0


_WORK = {plan.HOUSE: _open_house, plan.CUSTOMER: _register, plan.STORY: _go_on, plan.DEALING: _deal}
_WORK[plan.DOUBLE] = _double
_WORK[plan.KINSHIP] = _relate
_WORK[plan.SEGMENT] = _segment
_WORK[plan.FLAW] = _flaw
_WORK[plan.TEAM] = _team

LOAD = run_kind(KIND, needs="manage", resource="settings", undo=take_back, prepare=_prepare)(_load)


def loaded() -> Run | None:
    """The load that is there, finished or not; None: never loaded, or removed."""
    newest = _newest()
    return None if newest is None or hasattr(newest, "undone_by") else newest


def removal_under_way() -> Run | None:
    """The removal of the newest load, while it goes on."""
    newest = _newest()
    going: Run | None = getattr(newest, "undone_by", None)
    return None if going is None or going.is_over else going


def may_load(actor: Actor) -> bool:
    return all(rights_of(actor).has(*pair) for pair in _NEEDED)


def start_load(size: plan.Size = plan.FULL, *, actor: Actor) -> Run:
    """The load that is there already, else a new one.

    Raises Refused: it would lend rights one has not. Conflict: the one before is still being removed.
    """
    there = loaded()
    if there is not None:
        return there
    if removal_under_way():
        raise Conflict(_("演示公司正在移除"), remedy=_("请等它完成后再载入。"))
    if not may_load(actor):
        raise Refused(_("只有创建者可以载入演示公司"), remedy=_("或在服务器上运行 kedang demo load。"))
    generation = Run.objects.filter(kind=KIND, undo_of=None).count() + 1
    args = {"own": company.is_own_organisation(), "generation": generation}
    title = _("演示公司：%(customers)d 位客户，%(documents)d 份文档") % {
        "customers": size.customers,
        "documents": size.documents,
    }
    return start_run_of(LOAD, plan.chunks_of(size), args, actor=actor, title=title, result_url="/demo/")


def start_removal(*, actor: Actor) -> Run:
    """Everything of the demo to the trash, its people suspended. Raises Conflict: there is none."""
    check_right(actor, "manage", None, resource="settings")
    going, run = removal_under_way(), loaded()
    if going is not None:
        return going
    if run is None:
        raise Conflict(_("没有载入演示公司"))
    return undo_run(run, actor=actor)


def _newest() -> Run | None:
    runs = Run.objects.filter(kind=KIND, undo_of=None).select_related("undone_by")
    return runs.order_by("-pk").first()
