"""A clean-up is started, worked off in its worklists, and signed off; the next one is planned then."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.core.text import tidy
from kedang.ledger.record import record
from kedang.quality.cleaning import counts
from kedang.quality.events import CLEANUP_SIGNED, CLEANUP_STARTED
from kedang.quality.models import Cleanup, Cycle
from kedang.workflow.planning import plan_task

DAYS = 30


@action(needs="create", resource="score")
def start_cleanup(subject: object, cycle: int = Cycle.QUARTER, *, actor: Actor) -> Cleanup:
    """With a task for its end. Raises Conflict: one's last one is not signed; Invalid: no such cycle."""
    if cycle not in Cycle.values:
        raise Invalid(_("请选择周期"), field="cycle", value=str(cycle))
    if Cleanup.objects.filter(person=actor.person, signed_at=None).exists():
        raise Conflict(_("上一次清理还没有签字"), remedy=_("请先完成它。"))
    due = today() + timedelta(days=DAYS)
    made = Cleanup.objects.create(person=actor.person, cycle=cycle, due_on=due, before=counts(actor))
    plan_task(_("完成定期清理并签字"), actor=actor, assignee=actor.person, due_on=due)
    record(CLEANUP_STARTED, made, actor=actor, details={"before": made.before})
    return made


@action(needs="create", resource="score")
def sign_cleanup(cleanup: Cleanup, note: str = "", *, actor: Actor) -> None:
    """Raises Invalid: something is left and nobody says why; Refused: somebody else's; Conflict: signed already."""
    if cleanup.person_id != actor.id:
        raise Refused(_("由发起人签字"))
    if cleanup.signed_at is not None:
        raise Conflict(_("这次清理已经签过字"))
    left, note = counts(actor), tidy(note)[:300]
    if any(left.values()) and not note:
        raise Invalid(_("还有没清完的，请写明原因或安排"), field="note")
    revise(cleanup, after=left, signed_at=now())
    following = _next(cleanup)
    plan_task(_("开始定期清理"), actor=actor, assignee=actor.person, due_on=following)
    record(CLEANUP_SIGNED, cleanup, actor=actor, details={"after": left}, reason=note)


def _next(cleanup: Cleanup) -> date:
    """So many months after the start; the 31st becomes the last day of a shorter month."""
    begun = cleanup.created_at.date()
    months = begun.month - 1 + cleanup.cycle
    first = date(begun.year + months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return max(first.replace(day=min(begun.day, last.day)), today() + timedelta(days=1))
