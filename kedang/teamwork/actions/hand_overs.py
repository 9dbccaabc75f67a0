"""A hand-over: planned as a whole, carried out as bulk work, told of once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.access.models import Run
from kedang.access.runs import start_run_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict
from kedang.ledger.record import record
from kedang.teamwork.carrying import HAND_OVER
from kedang.teamwork.events import HAND_OVER_EXPORTED, HAND_OVER_STARTED
from kedang.teamwork.handing import Wish, plan_of
from kedang.teamwork.models import HandOver, HandOverItem

CHUNK = 50


@action(needs="assign")
def plan_hand_over(kind: type[HandOver], wish: Wish, *, actor: Actor) -> HandOver:
    """The plan, frozen customer by customer; `carry_out` does it. Raises Invalid: nobody, nothing, too much."""
    plan = plan_of(wish, actor)
    made = HandOver.objects.create(
        leaver=wish.leaver,
        created_by=actor.person,
        rule=wish.rule,
        with_tasks=wish.with_tasks,
        with_projects=wish.with_projects,
    )
    HandOverItem.objects.bulk_create(
        [
            HandOverItem(hand_over=made, customer_id=pk, giver_id=giver, heir_id=plan.heirs_of[pk])
            for pk, giver in plan.givers.items()
        ],
        batch_size=500,
    )
    details = {"count": len(plan.givers), "heirs": [one.pk for one in wish.heirs], "rule": wish.rule}
    leaver = wish.leaver.pk if wish.leaver else None
    record(HAND_OVER_STARTED, made, actor=actor, person_id=leaver, details=details)
    return made


def carry_out(hand_over: HandOver, *, actor: Actor) -> Run:
    """Queue the work, once. Raises Conflict: it was begun."""
    ids = list(hand_over.moves.order_by("customer_id").values_list("customer_id", flat=True))
    name = hand_over.leaver.name if hand_over.leaver else _("所选客户")

    def claim(run: Run) -> bool:
        return bool(HandOver.objects.filter(pk=hand_over.pk, run_id=None).update(run_id=run.pk))

    return start_run_of(
        HAND_OVER,
        [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)],
        {"hand_over": hand_over.pk},
        actor=actor,
        title=_("交接：%(name)s（%(count)d 位客户）") % {"name": name, "count": len(ids)},
        result_url=f"/hand-overs/{hand_over.pk}/",
        claim=claim,
    )


@action(needs="export", resource="customer", reason=True)
def begin_report(hand_over: HandOver, *, actor: Actor) -> None:
    """Before the report leaves as a file."""
    if hand_over.finished_at is None:
        raise Conflict(_("交接还没有完成"), remedy=_("请等它完成后再导出。"))
    record(HAND_OVER_EXPORTED, hand_over, actor=actor)
