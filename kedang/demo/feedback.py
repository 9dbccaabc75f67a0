"""What the demo company's customers said: complaints, answers to a survey, what they permit; each by its owner."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.demo.clientele import client
from kedang.demo.company import Staff
from kedang.demo.registering import number_of
from kedang.demo.words import chance, words
from kedang.engagement.deciding import decide
from kedang.engagement.entering import enter_complaint
from kedang.engagement.events import (
    ANSWERED,
    COMPLAINT_ADDED,
    INVITED,
    PERMISSION_SET,
    SURVEY_ADDED,
)
from kedang.engagement.models import Invitation, Permission, Survey
from kedang.engagement.questions import Answers, read_questions
from kedang.engagement.surveying import closed_complaint, enter_answers, enter_invitation
from kedang.ledger.record import record


def hear_customers(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> None:
    """Every sixth complained, every third was asked, every second said what it permits."""
    numbers = {number_of(generation, index): index for index in indices}
    customers = Customer.objects.in_use().filter(number__in=numbers).select_related("owner", "department")
    survey = survey_of(staff, run_id)
    for customer in customers:
        index = numbers[customer.number]
        actor, dice = staff.actor(client(index).owner, run_id), chance("feedback", index)
        if index % 6 == 0:
            _complain(customer, actor, dice)
        if index % 3 == 0:
            _ask(survey, customer, actor, dice)
        if index % 2 == 0:
            _permit(customer, actor, dice)


def survey_of(staff: Staff, run_id: int) -> Survey:
    """One for a load: of the demo's own head, so that nobody else's is taken back with it."""
    given = words("feedback")["survey"]
    actor = staff.actor("head_east", run_id)
    there = Survey.objects.listed().open().filter(title=given["title"], created_by=actor.person).first()
    if there is not None:
        return there
    facts = given | {"questions": read_questions(given["questions"])}
    made = Survey.objects.create(created_by=actor.person, state=Survey.State.OPEN, **facts)
    record(SURVEY_ADDED, made, actor=actor, details={"title": made.title})
    return made


def _complain(customer: Customer, actor: Actor, dice: Random) -> None:
    kind, source, title, content, outcome = dice.choice(words("feedback")["complaints"])
    made = enter_complaint(
        customer, kind=kind, title=title, content=content, source=source, owner=actor.person, actor=actor
    )
    if outcome:
        closed_complaint(made, outcome)
    record(COMPLAINT_ADDED, made, actor=actor, customer_id=customer.pk, details={"title": title})


def _ask(survey: Survey, customer: Customer, actor: Actor, dice: Random) -> None:
    made: Invitation = enter_invitation(survey, customer, actor=actor)
    record(INVITED, made, actor=actor, customer_id=customer.pk, details={"survey": survey.title})
    if dice.random() < 0.7:
        said = dice.choice(words("feedback")["said"])
        values = {
            "q1": dice.choice((3, 4, 4, 5, 5)),
            "q2": dice.choice((5, 7, 8, 9, 9, 10)),
            "q3": dice.randrange(4),
        }
        enter_answers(made, Answers(values, {"q4": said} if said else {}), language="zh-hans")
        record(ANSWERED, made, actor=actor, customer_id=customer.pk, details={"survey": survey.title})


def _permit(customer: Customer, actor: Actor, dice: Random) -> None:
    state = dice.choice((Permission.State.ALLOWED, Permission.State.ALLOWED, Permission.State.REFUSED))
    made, changes = decide(customer, None, "email", state, Permission.Means.FORM, actor=actor)
    record(PERMISSION_SET, made, actor=actor, customer_id=customer.pk, changes=changes)
