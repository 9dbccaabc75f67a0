"""Surveys: written, opened, sent, reminded of, answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement import events
from kedang.engagement.linking import digest_of, new_token
from kedang.engagement.mailing import check_mail_is_set_up, mail_survey
from kedang.engagement.models import Invitation, Survey, SurveyLink
from kedang.engagement.notices import SURVEY_ANSWERED
from kedang.engagement.permissions import check_not_refused
from kedang.engagement.questions import Answers, Question, read_questions
from kedang.engagement.surveying import enter_answers, enter_invitation
from kedang.ledger.record import record
from kedang.notify.telling import tell


@dataclass(kw_only=True)
class SurveyDraft:
    """What a survey says, as typed."""

    title: str
    title_en: str = ""
    intro: str = ""
    intro_en: str = ""
    days: int = 30
    remind_after: int = 7
    questions: list[Question] = field(default_factory=list)


@action(needs="manage", resource="feedback")
def add_survey(model: type[Survey], draft: SurveyDraft, *, actor: Actor) -> Survey:
    """Raises Invalid naming field and question."""
    survey = model.objects.create(created_by=actor.person, **_columns(draft))
    record(events.SURVEY_ADDED, survey, actor=actor, details={"title": survey.title})
    return survey


@action(needs="manage")
def change_survey(survey: Survey, draft: SurveyDraft, *, actor: Actor) -> None:
    """Raises Conflict: it is open, and results must stay comparable."""
    if survey.state != Survey.State.DRAFT:
        raise Conflict(_("调查已经开始，题目不能再改"), remedy=_("可以复制一份新的调查。"))
    revise(survey, **_columns(draft))
    record(events.SURVEY_CHANGED, survey, actor=actor, details={"title": survey.title})


@action(needs="manage")
def open_survey(survey: Survey, *, actor: Actor) -> None:
    if survey.state == Survey.State.OPEN:
        raise Conflict(_("调查已经开始"))
    revise(survey, state=Survey.State.OPEN, retired_at=None)
    record(events.SURVEY_OPENED, survey, actor=actor, details={"title": survey.title})


@action(needs="manage")
def close_survey(survey: Survey, *, actor: Actor) -> None:
    """Links out there say that it is over."""
    if survey.state != Survey.State.OPEN:
        raise Conflict(_("调查没有在进行"))
    revise(survey, state=Survey.State.CLOSED)
    record(events.SURVEY_CLOSED, survey, actor=actor, details={"title": survey.title})


@action(needs="manage")
def retire_survey(survey: Survey, *, actor: Actor) -> None:
    """Out of the list, and over if it was open. What customers answered stays with them. Raises Conflict: it is out."""
    if survey.retired_at:
        raise Conflict(_("调查已经移出列表"))
    state = Survey.State.CLOSED if survey.state == Survey.State.OPEN else survey.state
    revise(survey, state=state, retired_at=now())
    record(events.SURVEY_RETIRED, survey, actor=actor, details={"title": survey.title})


@action(needs="share", resource="feedback")
def invite(
    customer: Customer, survey: Survey, *, point: ContactPoint | None = None, origin: str, actor: Actor
) -> tuple[Invitation, str]:
    """The invitation and its token, which is shown once and kept nowhere; mailed when `point` is given.

    Raises Conflict: the survey is not open, no mail server; Refused: the customer refused mail.
    """
    if survey.state != Survey.State.OPEN:
        raise Conflict(_("调查没有在进行"), remedy=_("请先开始这个调查。"))
    if point is not None:
        if point.customer_id != customer.pk:
            raise Invalid(_("这个联系方式属于另一位客户"), field="point")
        check_mail_is_set_up()
        check_not_refused(point)
    made = enter_invitation(survey, customer, point=point, origin=origin, actor=actor)
    token = _add_link(made)
    mail_survey(made, token)
    record(events.INVITED, made, actor=actor, customer_id=customer.pk, details=_told(made))
    return made, token


@action(needs="share")
def renew_link(invitation: Invitation, *, actor: Actor) -> str:
    """A new link in place of the old ones, which end. Raises Conflict: answered or over."""
    _check_waiting(invitation)
    SurveyLink.objects.filter(invitation=invitation).delete()
    token = _add_link(invitation)
    record(
        events.INVITED, invitation, actor=actor, customer_id=invitation.customer_id,
        details=_told(invitation) | {"renewed": True},
    )  # fmt: skip
    return token


@action(needs="share")
def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> None:
    _check_waiting(invitation)
    revise(invitation, withdrawn_at=now())
    record(
        events.INVITATION_WITHDRAWN, invitation, actor=actor, customer_id=invitation.customer_id,
        details=_told(invitation),
    )  # fmt: skip


@action(needs="share")
def remind(invitation: Invitation, *, actor: Actor) -> None:
    """Once, by mail, with a link of its own; the first goes on working."""
    _check_waiting(invitation)
    if invitation.reminded_at or invitation.point is None:
        raise Conflict(_("已经提醒过，或没有邮箱可以提醒"))
    check_not_refused(invitation.point)
    revise(invitation, reminded_at=now())
    mail_survey(invitation, _add_link(invitation), again=True)
    record(
        events.REMINDED, invitation, actor=actor, customer_id=invitation.customer_id,
        details=_told(invitation),
    )  # fmt: skip


@action(needs="create", resource="feedback")
def answer(invitation: Invitation, answers: Answers, *, language: str = "", actor: Actor) -> None:
    """Once: who comes second gets a Conflict, also when both come at the same moment."""
    enter_answers(invitation, answers, language=language)
    record(
        events.ANSWERED, invitation, actor=actor, customer_id=invitation.customer_id,
        details=_told(invitation) | {"answers": vars(answers)},
    )  # fmt: skip
    told = {invitation.sent_by_id, invitation.customer.owner_id or invitation.sent_by_id}
    tell(SURVEY_ANSWERED, told, invitation, actor=actor, customer_id=invitation.customer_id)


def _columns(draft: SurveyDraft) -> dict[str, Any]:
    title = tidy(draft.title)
    if not title or len(title) > 120:
        raise Invalid(_("标题应为 1 至 120 个字"), field="title", value=title)
    if not 1 <= draft.days <= 365:
        raise Invalid(_("有效天数应为 1 至 365"), field="days", value=str(draft.days))
    if not 0 <= draft.remind_after < draft.days:
        raise Invalid(_("提醒应早于链接到期"), field="remind_after", value=str(draft.remind_after))
    return {
        "title": title, "title_en": tidy(draft.title_en)[:120], "intro": tidy(draft.intro)[:500],
        "intro_en": tidy(draft.intro_en)[:500], "days": draft.days, "remind_after": draft.remind_after,
        "questions": read_questions(draft.questions),
    }  # fmt: skip


def _add_link(invitation: Invitation) -> str:
    token = new_token()
    SurveyLink.objects.create(invitation=invitation, digest=digest_of(token))
    return token


def _check_waiting(invitation: Invitation) -> None:
    if invitation.state != "waiting":
        raise Conflict(_("这份邀请已经答复、撤回或过期"))


def _told(invitation: Invitation) -> dict[str, object]:
    return {"survey": invitation.survey.title, "by_mail": invitation.point_id is not None}
