"""A campaign as bulk work: each chunk whole, each customer at most once, nobody who did not allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.engagement import letters
from kedang.engagement.events import CAMPAIGN_MAILED
from kedang.engagement.letters import Target
from kedang.engagement.linking import digest_of, new_token
from kedang.engagement.mailing import house
from kedang.engagement.models import Campaign, Recipient
from kedang.ledger.record import Entry, record_many
from kedang.notify import outbox
from kedang.quality import bounces

_KEY = "campaign:"


def _finish(run: Run, *, actor: Actor) -> None:
    Campaign.objects.filter(run_id=run.pk).update(state=Campaign.State.SENT, updated_at=now())


@run_kind("engagement.send_campaign", needs="approve", resource="campaign", model=Customer, finish=_finish)
def SEND(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:  # noqa: N802 (a kind, like LOAD)
    """args: `campaign`. Rights and permissions are asked as of now, not of when it was started."""
    campaign = Campaign.objects.get(pk=args["campaign"])
    told = Recipient.objects.filter(campaign=campaign, customer__in=customers)
    done = set(told.values_list("customer_id", flat=True))
    rows = Customer.objects.in_use().filter(pk__in=[one.pk for one in customers if one.pk not in done])
    found = letters.targets(rows.select_related("owner").order_by("pk"))
    result = ChunkResult(skipped={one.customer.pk: str(letters.WHY[one.why]) for one in found if one.why})
    _skip(campaign, [one for one in found if one.why])
    sent = [_send(campaign, one, house()) for one in found if not one.why]
    record_many(
        [
            Entry(CAMPAIGN_MAILED, one, customer_id=one.customer_id, details={"subject": campaign.subject})
            for one in sent
        ],
        actor=actor,
    )
    result.done = len(sent)
    return result


def settled(key: str, state: str, error: str) -> None:
    """What became of a mail, from the outbox, in its transaction."""
    rows = Recipient.objects.filter(pk=int(key.removeprefix(_KEY)), state=Recipient.State.WAITING)
    is_sent = state == "sent"
    if not is_sent and bounces.is_for_good(error):
        for point_id in rows.filter(point__isnull=False).values_list("point_id", flat=True):
            bounces.note_bounce(point_id)
    rows.update(
        state=Recipient.State.SENT if is_sent else Recipient.State.FAILED,
        why="" if is_sent else error[:20],
        at=now(),
    )


def register() -> None:
    outbox.when_settled(_KEY, settled)


def _skip(campaign: Campaign, found: Sequence[Target]) -> None:
    Recipient.objects.bulk_create(
        [
            Recipient(
                campaign=campaign, customer=one.customer, state=Recipient.State.SKIPPED, why=one.why, at=now()
            )
            for one in found
        ]
    )


def _send(campaign: Campaign, target: Target, sender: str) -> Recipient:
    token = new_token()
    made = Recipient.objects.create(
        campaign=campaign, customer=target.customer, point=target.point, digest=digest_of(token), at=now()
    )
    letter, url = (
        letters.write(campaign, target, sender),
        campaign.origin + reverse("engagement:unsubscribe", args=[token]),
    )
    outbox.post(
        f"{_KEY}{made.pk}",
        to=target.address,
        subject=letter.subject,
        text=f"{letter.body}\n\n--\n{_('退订')} / Unsubscribe: {url}\n",
        headers={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        owner=target.customer.key_owner,
        purpose="profile",
        customer_id=target.customer.pk,
    )
    return made
