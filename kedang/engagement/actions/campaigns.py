"""Campaigns: written, tried on oneself, approved and sent; and the customer's way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from kedang import search
from kedang.access.door import action, check_right, revise
from kedang.access.models import Run
from kedang.access.runs import start_run_of
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.models import Customer
from kedang.engagement import events, letters
from kedang.engagement.approving import approvers, check_four_eyes, ids_addressed
from kedang.engagement.deciding import decide
from kedang.engagement.letters import Target
from kedang.engagement.mailing import check_mail_is_set_up, house
from kedang.engagement.models import Campaign, Channel, Permission, Recipient
from kedang.engagement.notices import CAMPAIGN_OFFERED
from kedang.engagement.sending import SEND
from kedang.ledger.record import record
from kedang.notify import outbox
from kedang.notify.telling import tell

_CHUNK = 50


@dataclass(kw_only=True)
class CampaignDraft:
    """What a campaign says. `query`: to whom, in the query language; empty: to all one may see."""

    name: str
    query: str = ""
    subject: str
    body: str


@action(needs="create", resource="campaign")
def add_campaign(model: type[Campaign], draft: CampaignDraft, *, actor: Actor) -> Campaign:
    """Raises Invalid naming the field, QueryError with its place."""
    person = actor.person
    made = model.objects.create(created_by=person, written_by=person, **_columns(draft, actor))
    record(events.CAMPAIGN_ADDED, made, actor=actor, details={"name": made.name})
    return made


@action(needs="edit")
def change_campaign(campaign: Campaign, draft: CampaignDraft, *, actor: Actor) -> None:
    """Raises Conflict: it was sent."""
    _check_draft(campaign)
    revise(campaign, written_by=actor.person, asked_at=None, **_columns(draft, actor))
    record(events.CAMPAIGN_CHANGED, campaign, actor=actor, details={"name": campaign.name})


@action(needs="edit")
def try_campaign(campaign: Campaign, customer: Customer, *, actor: Actor) -> None:
    """As `customer` would get it, to oneself."""
    check_mail_is_set_up()
    letter = letters.write(campaign, Target(customer), house())
    outbox.post(
        f"campaign-test:{campaign.pk}:{actor.id}:{now().timestamp():.0f}",
        to=actor.person.email,
        subject=_("[测试] %(subject)s") % {"subject": letter.subject},
        text=letter.body,
        owner=f"audit:{now():%Y-%m}",
        purpose="audit",
    )
    record(events.CAMPAIGN_TESTED, campaign, actor=actor, details={"name": campaign.name})


@action(needs="edit")
def offer_campaign(campaign: Campaign, *, actor: Actor) -> None:
    """Ask the others who may approve it. Raises Conflict: asked already, sent, or nobody else may."""
    _check_draft(campaign)
    if campaign.asked_at:
        raise Conflict(_("已经请同事批准"))
    others = approvers(campaign)
    if not others:
        raise Conflict(_("没有别人可以批准群发"), remedy=_("请安全管理员给另一位同事“群发 · 审批”的权限。"))
    revise(campaign, asked_at=now())
    record(events.CAMPAIGN_OFFERED, campaign, actor=actor, details={"name": campaign.name})
    tell(CAMPAIGN_OFFERED, [one.pk for one in others], campaign, actor=actor)


def send_campaign(campaign: Campaign, *, origin: str, expected: int | None = None, actor: Actor) -> Run:
    """Approve it and start: to those of the query whom `actor` may address; once.

    Raises Refused: no right to approve, or one's own where four eyes are demanded; Conflict: sent already, changed
    since revision `expected`, no mail server, nobody.
    """
    check_right(actor, "approve", campaign)
    _check_draft(campaign)
    check_mail_is_set_up()
    check_four_eyes(campaign, actor)
    if expected is not None and expected != campaign.revision:
        raise Conflict(_("有人刚刚改过这次群发"), remedy=_("请看过新的内容再批准。"))
    chunks = list(_batched(ids_addressed(campaign, actor)))
    if not chunks:
        raise Conflict(_("没有符合条件的客户"))

    def claim(run: Run) -> bool:
        drafts = Campaign.objects.filter(
            pk=campaign.pk, state=Campaign.State.DRAFT, revision=campaign.revision
        )
        taken = drafts.update(
            state=Campaign.State.SENDING, approved_by=actor.person, started_at=now(), run_id=run.pk, origin=origin,
            revision=campaign.revision + 1, updated_at=now(),
        )  # fmt: skip
        if taken:
            record(
                events.CAMPAIGN_STARTED,
                campaign,
                actor=actor,
                details={"name": campaign.name, "count": run.total},
            )
        return bool(taken)

    return start_run_of(
        SEND, chunks, {"campaign": campaign.pk}, actor=actor, title=_("群发：%(name)s") % {"name": campaign.name},
        result_url=f"/campaigns/{campaign.pk}/", claim=claim,
    )  # fmt: skip


@action(needs="edit", resource="contact_point")
def leave(recipient: Recipient, *, actor: Actor) -> None:
    """The customer, by the link in the mail: this address gets no more offers. Pressed twice it stays so."""
    _permission, changes = decide(
        recipient.customer, recipient.point, Channel.EMAIL, Permission.State.REFUSED,
        Permission.Means.UNSUBSCRIBED, actor=actor,
    )  # fmt: skip
    Recipient.objects.filter(pk=recipient.pk).update(state=Recipient.State.UNSUBSCRIBED, at=now())
    record(events.UNSUBSCRIBED, recipient, actor=actor, customer_id=recipient.customer_id, changes=changes)


def _columns(draft: CampaignDraft, actor: Actor) -> dict[str, Any]:
    name, subject, body = tidy(draft.name), tidy(draft.subject), draft.body.strip()
    for field, text, most in (("name", name, 120), ("subject", subject, 150), ("body", body, 8000)):
        if not text or len(text) > most:
            raise Invalid(_("应为 1 至 %(most)d 个字") % {"most": most}, field=field, value=text[:40])
        if field != "name":
            letters.check_fields(text)
    query = draft.query.strip()[:500]
    search.compile(query, Customer, actor)  # raises QueryError
    return {"name": name, "query": query, "subject": subject, "body": body}


def _check_draft(campaign: Campaign) -> None:
    if campaign.state != Campaign.State.DRAFT:
        raise Conflict(_("这次群发已经开始"), remedy=_("可以复制一份新的。"))


def _batched(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, _CHUNK)):
        yield batch
