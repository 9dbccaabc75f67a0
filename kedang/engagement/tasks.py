"""What comes of time passing: reminders of surveys, feedback that is late, counters that are over."""

from contextlib import suppress

from kedang import jobs
from kedang.core.errors import Conflict, Refused
from kedang.engagement import knocks
from kedang.engagement.actions.complaints import escalate_complaint
from kedang.engagement.actions.surveys import remind
from kedang.engagement.models import Complaint, Invitation
from kedang.notify import outbox
from kedang.people.system import system_actor

AT_ONCE = 200


@jobs.every(600)
@jobs.job()
def escalate_late_complaints() -> None:
    """Those past their deadline; who closes one meanwhile is faster."""
    actor = system_actor()
    late = Complaint.objects.visible_to(actor).late().filter(escalated_at=None)
    for complaint in late.select_related("customer__department", "owner__department").order_by("due_at")[
        :AT_ONCE
    ]:
        with suppress(Conflict):
            escalate_complaint(complaint, actor=actor)


@jobs.every(3600)
@jobs.job()
def remind_of_surveys() -> None:
    """Once each, by mail; nothing while no mail server is set up."""
    if not outbox.is_configured():
        return
    actor = system_actor()
    waiting = Invitation.objects.visible_to(actor).to_remind().select_related("survey", "customer", "point")
    for invitation in waiting.order_by("remind_at")[:AT_ONCE]:
        with suppress(Conflict, Refused):
            remind(invitation, actor=actor)


@jobs.every("03:40")
@jobs.job()
def forget_knocks() -> None:
    knocks.forget_old()
