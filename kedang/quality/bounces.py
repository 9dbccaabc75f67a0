"""Mails that came back: the rooms that send tell which contact point it was."""

from __future__ import annotations

import re

from kedang.core.clock import now
from kedang.customers.models import ContactPoint
from kedang.quality.models import Bounce
from kedang.quality.tasks import assess_customers

# What the server says of an address that does not exist or does not take mail (RFC 5321: 55x of a recipient).
_FOR_GOOD = re.compile(r"SMTPRecipientsRefused 55[0134]")


def is_for_good(error: str) -> bool:
    return bool(_FOR_GOOD.search(error))


def note_bounce(point_id: int) -> None:
    """In the caller's transaction, whose event tells of it."""
    point = ContactPoint.objects.filter(pk=point_id, token__isnull=False).first()
    if point is None:
        return
    Bounce.objects.update_or_create(point=point, defaults={"token": point.token, "at": now()})
    assess_customers.enqueue([point.customer_id])
