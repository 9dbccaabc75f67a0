"""A sampling check: started by one, answered by two apart from each other, settled, corrected, finished."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right, revise
from kedang.access.rights import rights_of
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.core.text import tidy
from kedang.customers.actions.change import read_fields
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.changing import amend_rows
from kedang.customers.contact_changes import rewrite_point
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import ContactPoint, Customer
from kedang.ledger.record import record
from kedang.people.models import Department, Person
from kedang.quality import tasks
from kedang.quality.events import (
    CHECK_FINISHED,
    CHECK_SETTLED,
    CHECK_STARTED,
    CHECK_STOPPED,
    CHECKED,
    CORRECTED,
)
from kedang.quality.informing import tell_checkers, tell_starter
from kedang.quality.models import CheckState, SampleAnswer, SampleCheck, SampleItem, Verdict
from kedang.quality.sampling import judging
from kedang.quality.sampling.drawing import MOST
from kedang.quality.sampling.fields import offered
from kedang.quality.sampling.judging import Said
from kedang.quality.sampling.report import progress_of
from kedang.quality.sealing import right_of, seal_right
from kedang.search import compile as compile_query


@dataclass(frozen=True)
class Draft:
    """What whoever starts a check asks for."""

    title: str
    first: Person
    second: Person
    fields: Sequence[str]
    size: int
    is_percent: bool = False
    query: str = ""
    department: Department | None = None
    seed: int | None = None


@action(needs="create", resource="score")
def start_check(subject: object, draft: Draft, *, actor: Actor) -> SampleCheck:
    """Drawn by a job. Raises Invalid, QueryError."""
    _check_draft(draft, actor)
    seed = draft.seed if draft.seed is not None else secrets.randbelow(2**31)
    made = SampleCheck.objects.create(
        title=tidy(draft.title)[:100], person=actor.person, first=draft.first, second=draft.second,
        department=draft.department, query=draft.query.strip(), fields=list(draft.fields), seed=seed,
        size=draft.size, is_percent=draft.is_percent,
    )  # fmt: skip
    details = {
        "title": made.title,
        "query": made.query,
        "seed": seed,
        "size": draft.size,
        "fields": made.fields,
    }
    record(CHECK_STARTED, made, actor=actor, details=details | {"is_percent": draft.is_percent})
    tell_checkers(made, actor=actor)
    tasks.draw_sample.enqueue(made.pk)
    return made


@action(needs="view", resource="customer")
def answer_item(item: SampleItem, given: Mapping[str, Said], *, actor: Actor) -> None:
    """Once, by each of the two. Raises Refused: not one of them, or the owner; Conflict: answered, not running."""
    item = (
        SampleItem.objects.select_for_update(of=("self",))
        .select_related("check_of", "customer")
        .get(pk=item.pk)
    )
    side = side_of(item.check_of, actor)
    if not side:
        raise Refused(_("这次核对没有指定您"))
    if item.customer.owner_id == actor.id:
        raise Refused(_("自己负责的客户由别人核对"), remedy=_("请告诉发起人。"))
    if item.check_of.state != CheckState.RUNNING:
        raise Conflict(_("这次核对不在进行中"))
    if getattr(item, f"{side}_at") is not None:
        raise Conflict(_("您已经核对过这位客户"))
    answers = list(item.answers.order_by("pk"))
    judging.note(answers, judging.read_said(given, answers), side, item.customer_id)
    setattr(item, f"{side}_at", now())
    if item.first_at and item.second_at and judging.compare(answers, item.customer_id):
        item.settled_at = now()
    revise(item, first_at=item.first_at, second_at=item.second_at, settled_at=item.settled_at)
    record(CHECKED, item, actor=actor, customer_id=item.customer_id, details={"check": item.check_of_id})
    if progress_of(item.check_of).both == progress_of(item.check_of).items:
        tell_starter(item.check_of, actor=actor)


@action(needs="view", resource="customer")
def settle_item(item: SampleItem, given: Mapping[str, Said], *, actor: Actor) -> None:
    """What holds where the two disagree, said by who started the check. Raises Refused, Invalid, Conflict."""
    item = SampleItem.objects.select_for_update(of=("self",)).select_related("check_of").get(pk=item.pk)
    _check_starter(item.check_of, actor)
    if not (item.first_at and item.second_at) or item.settled_at:
        raise Conflict(_("这里没有要裁定的分歧"))
    disputed = list(item.answers.filter(is_disputed=True).order_by("pk"))
    said, rights = judging.read_said(given, disputed), right_of(disputed, item.customer_id)
    for one in disputed:
        one.final = said[one.key].verdict
        one.right = seal_right(item.customer_id, {**rights[one.key], "final": said[one.key].right})
    SampleAnswer.objects.bulk_update(disputed, ["final", "right"])
    revise(item, settled_at=now())
    record(
        CHECK_SETTLED, item, actor=actor, customer_id=item.customer_id, details={"check": item.check_of_id}
    )


@action(needs="view", resource="customer")
def correct_answer(item: SampleItem, answer: SampleAnswer, *, actor: Actor) -> None:
    """The right value becomes the customer's. Raises Invalid: none was said, or it has to be done by hand."""
    right = right_of([answer], item.customer_id)[answer.key].get("final", "")
    if answer.final != Verdict.WRONG or not right:
        raise Invalid(_("核对时没有写下正确的内容"), remedy=_("请在客户页修改。"))
    if not SampleAnswer.objects.filter(pk=answer.pk, corrected_at=None).update(corrected_at=now()):
        raise Conflict(_("已经改正过了"))
    changes = _correct(item.customer, answer.key, right, actor)
    record(CORRECTED, item, actor=actor, customer_id=item.customer_id, changes=changes)


@action(needs="create", resource="score")
def finish_check(check: SampleCheck, *, actor: Actor) -> None:
    """Raises Conflict: somebody still has to answer or settle."""
    _check_starter(check, actor)
    if not progress_of(check).is_through:
        raise Conflict(_("还有客户没有核对完或没有裁定"))
    _end(check, CheckState.DONE)
    record(CHECK_FINISHED, check, actor=actor)


@action(needs="create", resource="score")
def stop_check(check: SampleCheck, *, actor: Actor) -> None:
    """What was answered stays and is reported."""
    _check_starter(check, actor)
    _end(check, CheckState.STOPPED)
    record(CHECK_STOPPED, check, actor=actor)


def side_of(check: SampleCheck, actor: Actor) -> str:
    return {check.first_id: "first", check.second_id: "second"}.get(actor.id, "")


def _check_draft(draft: Draft, actor: Actor) -> None:
    if not tidy(draft.title):
        raise Invalid(_("请给这次核对起个名称"), field="title")
    if draft.first.pk == draft.second.pk:
        raise Invalid(_("两位核对人必须不同"), field="second")
    for name, person in (("first", draft.first), ("second", draft.second)):
        if not person.is_active or person.suspended_at or not _sees_customers(person):
            raise Invalid(_("%(name)s看不到任何客户，不能核对") % {"name": person.name}, field=name)
    if not draft.fields or set(draft.fields) - dict(offered()).keys():
        raise Invalid(_("请选择要核对的字段"), field="fields")
    most = 100 if draft.is_percent else MOST
    if not 1 <= draft.size <= most:
        raise Invalid(_("样本应在 1 与 %(most)d 之间") % {"most": most}, field="size", value=str(draft.size))
    compile_query(draft.query, Customer, actor)


def _sees_customers(person: Person) -> bool:
    return rights_of(as_actor(person)).has("customer", "view")


def _check_starter(check: SampleCheck, actor: Actor) -> None:
    if check.person_id != actor.id:
        raise Refused(_("由发起人决定"), remedy=_("请联系这次核对的发起人。"))


def _end(check: SampleCheck, state: str) -> None:
    standing = SampleCheck.objects.filter(pk=check.pk, state__in=(CheckState.RUNNING, CheckState.DRAWING))
    if not standing.update(state=state, finished_at=now(), updated_at=now()):
        raise Conflict(_("这次核对已经结束"))


def _correct(customer: Customer, key: str, right: str, actor: Actor) -> list[dict[str, object]]:
    if not key.startswith("contact:"):
        check_right(actor, "edit", customer)
        if key in ATTRIBUTES and not ATTRIBUTES[key].is_fact:
            raise Invalid(_("这一项不能从这里改"), remedy=_("请在客户页修改。"))
        return amend_rows(customer, read_fields(customer, {key: right}))
    check_right(actor, "edit", customer, resource="contact_point")
    kind = key.removeprefix("contact:")
    points = list(ContactPoint.objects.in_use().filter(customer=customer, kind=kind)[:2])
    if len(points) != 1:
        raise Invalid(_("这里有几个%(kind)s，不知道改哪一个") % {"kind": kind}, remedy=_("请在客户页修改。"))
    return rewrite_point(points[0], read_contact(ContactInput(kind, right)))
