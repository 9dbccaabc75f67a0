"""Asking and answering as rows: plain functions in the caller's transaction, who checks, records and tells."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kedang.access.door import revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement import indexing
from kedang.engagement.models import Complaint, Invitation, Rating, Survey
from kedang.engagement.questions import Answers
from kedang.engagement.sealing import OUTCOME, seal, seal_answers, words_of


def enter_invitation(
    survey: Survey, customer: Customer, *, point: ContactPoint | None = None, origin: str = "", actor: Actor
) -> Invitation:
    """Without a link yet."""
    reminds = point is not None and survey.remind_after
    return Invitation.objects.create(
        survey=survey, customer=customer, point=point, sent_by=actor.person, origin=origin,
        expires_at=now() + timedelta(days=survey.days),
        remind_at=now() + timedelta(days=survey.remind_after) if reminds else None,
    )  # fmt: skip


def enter_answers(invitation: Invitation, answers: Answers, *, language: str = "") -> None:
    """Raises Conflict: somebody answered before, also at the same moment."""
    at = now()
    stored = {
        "answered_at": at, "answers": seal_answers(answers, invitation.customer_id), "language": language[:10],
        "revision": invitation.revision + 1, "updated_at": at,
    }  # fmt: skip
    if not Invitation.objects.filter(pk=invitation.pk).waiting().update(**stored):
        raise Conflict(_("这份调查已经提交过，或已结束"))
    Rating.objects.bulk_create(
        [
            Rating(survey_id=invitation.survey_id, invitation=invitation, question=key, value=value, at=at)
            for key, value in answers.values.items()
        ]
    )


def closed_complaint(complaint: Complaint, outcome: str) -> None:
    """Resolved at once, as one that is entered after it was dealt with."""
    sealed = seal(outcome, complaint.customer_id, OUTCOME)
    revise(complaint, state=Complaint.State.RESOLVED, outcome=sealed, closed_at=now())
    indexing.write(complaint, words_of([complaint])[complaint.pk][0], outcome)
