"""Carrying a hand-over out: chunk by chunk, each whole with its events, taken back the same way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, arguments_of, run_kind
from kedang.access.sight import Onlookers, standings_of
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.bulk import put_back
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.events import ASSIGNED
from kedang.customers.models import Customer, Project
from kedang.customers.record import load_states
from kedang.dealings.events import OPPORTUNITY_CHANGED
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record, record_many
from kedang.notify.telling import tell
from kedang.people.models import Person
from kedang.teamwork.events import HAND_OVER_DONE
from kedang.teamwork.handing import after_move, projects_between, tasks_between
from kedang.teamwork.models import HandOver, HandOverItem
from kedang.teamwork.notices import INHERITED
from kedang.workflow.events import TASK_REASSIGNED
from kedang.workflow.models import Task

_SKIPPED, _MOVED = HandOverItem.State.SKIPPED, HandOverItem.State.MOVED


def _hand(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Owner and department, open tasks and projects. What changed hands meanwhile stays where it is."""
    hand_over = HandOver.objects.get(pk=args["hand_over"])
    items = _items(hand_over, customers)
    skipped = _not_to_move(customers, items)
    moving = [one for one in customers if one.pk not in skipped]
    states = load_states(moving, {"links"})
    changes = amend_many(
        [_amendment(one, items[one.pk].heir, states[one.pk], hand_over) for one in moving],
        kind=ASSIGNED,
        actor=actor,
    )
    chunk = {one.pk: items[one.pk] for one in moving}
    tasks = _pass_on(chunk, Task, "assignee", TASK_REASSIGNED, actor) if hand_over.with_tasks else {}
    projects = (
        _pass_on(chunk, Project, "owner", OPPORTUNITY_CHANGED, actor) if hand_over.with_projects else {}
    )
    _note(items, skipped, tasks, projects)
    return ChunkResult(
        done=len(moving),
        skipped=dict(skipped),
        undo=[
            {"id": pk, "changes": one, "tasks": tasks.get(pk, []), "projects": projects.get(pk, [])}
            for pk, one in changes.items()
        ],
    )


def _take_back(what: list[dict[str, Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Customers whose owner is still the heir go back, and with them what came along."""
    result = put_back(what, args, actor=actor)
    back = {one["id"]: one for one in what if one["id"] not in result.skipped}
    items = HandOverItem.objects.filter(hand_over=args["hand_over"], customer__in=back)
    for item in items:
        one = back[item.customer_id]
        tasks = Task.objects.open().filter(pk__in=one["tasks"], assignee=item.heir_id)
        tasks.update(assignee=item.giver_id, revision=F("revision") + 1, updated_at=now())
        projects = Project.objects.filter(pk__in=one["projects"], owner=item.heir_id)
        projects.update(owner=item.giver_id, revision=F("revision") + 1, updated_at=now())
    items.update(state=HandOverItem.State.RETURNED)
    return result


def _finish(run: Run, *, actor: Actor) -> None:
    """One report, and one notice for each heir."""
    hand_over = HandOver.objects.get(pk=arguments_of(run)["hand_over"])
    left = HandOverItem.objects.filter(hand_over=hand_over, state=HandOverItem.State.WAITING)
    left.update(state=_SKIPPED, reason=_("已不可见，或没有权限"))
    HandOver.objects.filter(pk=hand_over.pk).update(finished_at=now(), updated_at=now())
    moved = Counter(
        HandOverItem.objects.filter(hand_over=hand_over, state=_MOVED).values_list("heir_id", flat=True)
    )
    for heir, count in moved.items():
        note = _("%(count)d 位客户") % {"count": count}
        tell(INHERITED, [heir], hand_over, actor=actor, note=note, key=f"hand-over:{hand_over.pk}")
    record(
        HAND_OVER_DONE,
        hand_over,
        actor=actor,
        person_id=hand_over.leaver_id,
        details={"moved": moved.total()},
    )


HAND_OVER = run_kind("teamwork.hand_over", needs="assign", model=Customer, undo=_take_back, finish=_finish)(
    _hand
)


def _items(hand_over: HandOver, customers: Sequence[Customer]) -> dict[int, HandOverItem]:
    rows = HandOverItem.objects.filter(hand_over=hand_over, customer__in=customers).select_related("heir")
    return {one.customer_id: one for one in rows}


def _not_to_move(customers: Sequence[Customer], items: Mapping[int, HandOverItem]) -> dict[int, str]:
    heirs = {item.heir_id: item.heir for item in items.values()}
    eyes = Onlookers(heirs.values())
    standings = standings_of({one.pk: one.classification for one in customers})
    found = {}
    for one in customers:
        item = items[one.pk]
        if one.owner_id != item.giver_id:
            found[one.pk] = _("负责人已经变了")
        elif not eyes.sees(item.heir_id, after_move(standings[one.pk], item.heir)):
            found[one.pk] = _("接手人的岗位看不到这位客户")
    return found


def _amendment(customer: Customer, heir: Person, state: dict[str, Any], hand_over: HandOver) -> Amendment:
    wanted: dict[str, Any] = {"owner": heir.pk, "department": heir.department_id}
    if heir.pk in state["helpers"]:
        wanted["helpers"] = [pk for pk in state["helpers"] if pk != heir.pk]
    return Amendment(customer, wanted, {"hand_over": hand_over.pk})


def _pass_on(
    chunk: Mapping[int, HandOverItem],
    model: type[Task] | type[Project],
    column: str,
    kind: Kind,
    actor: Actor,
) -> dict[int, list[int]]:
    """What is open of the givers goes to the heirs; ids by customer."""
    givers = {item.giver_id for item in chunk.values()}
    open_ = tasks_between if model is Task else projects_between
    found: dict[int, list[int]] = defaultdict(list)
    entries, by_heir = [], defaultdict(list)
    for row in open_(list(chunk), givers):
        item = chunk[row.customer_id or 0]
        if getattr(row, f"{column}_id") != item.giver_id:
            continue
        found[item.customer_id].append(row.pk)
        by_heir[item.heir_id].append(row.pk)
        change = {"field": column, "label": _("负责人"), "old": item.giver_id, "new": item.heir_id}
        entries.append(
            Entry(kind, row, customer_id=item.customer_id, person_id=item.heir_id, changes=[change])
        )
    for heir, ids in by_heir.items():
        more = {"reminded_at": None} if model is Task else {}
        model._base_manager.filter(pk__in=ids).update(
            **{column: heir}, revision=F("revision") + 1, updated_at=now(), **more
        )
    record_many(entries, actor=actor)
    return dict(found)


def _note(
    items: Mapping[int, HandOverItem],
    skipped: Mapping[int, str],
    tasks: Mapping[int, list[int]],
    projects: Mapping[int, list[int]],
) -> None:
    for pk, item in items.items():
        item.state = _SKIPPED if pk in skipped else _MOVED
        item.reason = skipped.get(pk, "")[:200]
        item.tasks, item.projects = len(tasks.get(pk, ())), len(projects.get(pk, ()))
    HandOverItem.objects.bulk_update(list(items.values()), ["state", "reason", "tasks", "projects"])
