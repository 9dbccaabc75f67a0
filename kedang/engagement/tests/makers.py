"""Surveys, invitations and feedback for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import as_actor
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.actions.complaints import add_complaint
from kedang.engagement.actions.surveys import SurveyDraft, add_survey, invite, open_survey
from kedang.engagement.models import Complaint, Invitation, Survey
from kedang.engagement.reading import ComplaintFacts
from kedang.people.models import Person

QUESTIONS: list[dict[str, Any]] = [
    {"kind": "csat", "label": "满意吗？", "label_en": "Satisfied?", "required": True},
    {"kind": "nps", "label": "会推荐吗？", "required": False},
    {"kind": "choice", "label": "从哪里知道我们？", "options": "展会 | Fair\n朋友", "required": False},
    {"kind": "text", "label": "还想说什么？", "required": False},
]


def make_survey(by: Person, *, is_open: bool = True, **given: Any) -> Survey:
    draft = SurveyDraft(
        **{"title": "服务满意度", "title_en": "Service survey", "questions": QUESTIONS} | given
    )
    survey = add_survey(Survey, draft, actor=as_actor(by))
    if is_open:
        open_survey(survey, actor=as_actor(by))
    return survey


def make_invitation(
    survey: Survey, customer: Customer, by: Person, point: ContactPoint | None = None
) -> tuple[Invitation, str]:
    return invite(customer, survey, point=point, origin="https://archive.example", actor=as_actor(by))


def make_complaint(customer: Customer, by: Person, owner: Person | None = None, **given: Any) -> Complaint:
    facts = ComplaintFacts(**{"kind": "complaint", "title": "送货晚了三天", "content": "客户很着急"} | given)
    return add_complaint(customer, facts, owner=owner, actor=as_actor(by))
