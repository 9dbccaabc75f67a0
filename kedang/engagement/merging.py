"""How feedback and permissions go along when two customers become one, and back (A12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.customers.merging import Json, Part, register_part, rows_part
from kedang.engagement.models import Complaint, Invitation, Permission, Recipient
from kedang.engagement.sealing import ANSWERS, CONTENT, OUTCOME


def register() -> None:
    complaints = {"content": CONTENT, "outcome": OUTCOME}
    register_part(
        rows_part("complaints", _("反馈"), Complaint, sealed=complaints, indexed="complaint", order=72)
    )
    register_part(rows_part("invitations", _("调查"), Invitation, sealed={"answers": ANSWERS}, order=73))
    register_part(Part("permissions", _("联系许可"), _move, _put_back, _count, order=74))
    register_part(Part("campaign_mails", _("群发"), _move_mails, _put_mails_back, _count_mails, order=75))


def _move(source_id: int, target_id: int) -> Json:
    """Where both said something, the refusal stands."""
    theirs = {(row.channel, row.point_id): row for row in Permission.objects.filter(customer_id=target_id)}
    moved, refused = [], []
    for row in Permission.objects.filter(customer_id=source_id).order_by("pk"):
        other = theirs.get((row.channel, row.point_id))
        if other is None:
            moved.append(row.pk)
        elif row.state == Permission.State.REFUSED != other.state:
            refused.append(other.pk)
    Permission.objects.filter(pk__in=moved).update(customer_id=target_id)
    Permission.objects.filter(pk__in=refused).update(state=Permission.State.REFUSED, updated_at=now())
    return {"moved": moved, "refused": refused}


def _put_back(moved: Json, source_id: int, target_id: int) -> None:
    Permission.objects.filter(pk__in=moved["moved"], customer_id=target_id).update(customer_id=source_id)
    Permission.objects.filter(
        pk__in=moved["refused"], customer_id=target_id, state=Permission.State.REFUSED
    ).update(state=Permission.State.ALLOWED, updated_at=now())


def _count(source_id: int) -> int:
    return Permission.objects.filter(customer_id=source_id).count()


def _move_mails(source_id: int, target_id: int) -> Json:
    """A campaign that reached both stays with each."""
    both = Recipient.objects.filter(customer_id=target_id).values("campaign_id")
    rows = Recipient.objects.filter(customer_id=source_id).exclude(campaign_id__in=both)
    ids = list(rows.values_list("pk", flat=True))
    Recipient.objects.filter(pk__in=ids).update(customer_id=target_id)
    return ids


def _put_mails_back(moved: Json, source_id: int, target_id: int) -> None:
    Recipient.objects.filter(pk__in=moved, customer_id=target_id).update(customer_id=source_id)


def _count_mails(source_id: int) -> int:
    return Recipient.objects.filter(customer_id=source_id).count()
