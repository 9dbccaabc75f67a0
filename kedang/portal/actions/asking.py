"""What a customer asks for on its own page. Only a withdrawn permission counts at once: it is the law's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.actions.change import read_fields
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import ContactKind
from kedang.engagement.deciding import decide
from kedang.engagement.entering import enter_complaint
from kedang.engagement.models import Channel, Complaint, Permission
from kedang.engagement.reading import ComplaintFacts, read_facts
from kedang.ledger.record import record
from kedang.notify.telling import tell
from kedang.portal import events, own_data
from kedang.portal.keeping import Kept
from kedang.portal.models import ChangeRequest, PortalLink
from kedang.portal.notices import REQUESTED, WITHDREW
from kedang.portal.sealing import Wanted, seal_wanted

AT_ONCE = 30  # requests of one link that wait
OPEN_AT_ONCE = 10  # feedback of one customer that came this way and is not closed


@action(needs="create", resource="feedback")
def ask_field(link: PortalLink, key: str, typed: str, *, actor: Actor) -> ChangeRequest:
    """Raises Invalid: not correctable here, malformed, or the same as before."""
    found = {fact.key: fact for fact in own_data.facts(link.customer)}.get(key)
    if found is None:
        raise Invalid(_("这里不能更正这一项"), field=key)
    stored = read_fields(link.customer, {key: typed})[key]
    new = ATTRIBUTES[key].words(stored)
    if new == found.words:
        raise Invalid(_("没有改动"), field=key)
    return _ask(
        link,
        ChangeRequest.Kind.FIELD,
        {"key": key, "label": found.label, "old": found.words, "new": new, "typed": typed},
        actor,
    )


@action(needs="create", resource="feedback")
def ask_contact(
    link: PortalLink, point_id: int | None, kind: str, typed: str, *, actor: Actor
) -> ChangeRequest:
    """A new one, a corrected one, or (nothing typed) one that is not in use any more."""
    own = {one.point.pk: one for one in own_data.contacts(link) if one.is_own}
    old = own.get(point_id) if point_id else None
    if point_id and old is None:
        raise Invalid(_("这里不能更正这一项"), field="contact")
    kind = str(old.point.kind) if old else kind
    if kind not in own_data.CONTACTS:
        raise Invalid(_("没有这种联系方式"), field="kind", value=kind)
    new = read_contact(ContactInput(kind, typed)).value if typed.strip() else ""
    if not new and old is None:
        raise Invalid(_("请填写联系方式"), field="contact")
    if old and new == old.words:
        raise Invalid(_("没有改动"), field="contact")
    label = str(ContactKind(kind).label)
    return _ask(
        link, ChangeRequest.Kind.CONTACT,
        {"point": point_id, "kind": kind, "label": label, "old": old.words if old else "", "new": new}, actor,
    )  # fmt: skip


@action(needs="create", resource="feedback")
def bring_file(link: PortalLink, kept: Kept, what: str, *, actor: Actor) -> ChangeRequest:
    """`kept` as `keeping.keep` wrote it; it is filed when somebody approves."""
    wanted = {"label": what.strip()[:80] or _("文件"), "old": "", "new": kept.name}
    return _ask(
        link, ChangeRequest.Kind.FILE, wanted, actor, holder=kept.holder, blob=kept.blob, size=kept.size
    )


@action(needs="create", resource="feedback")
def complain(link: PortalLink, kind: str, title: str, content: str, *, actor: Actor) -> Complaint:
    """A complaint, service request or suggestion, with the house's deadline; the customer's owner deals with it.

    Raises Invalid: no title; Conflict: too many wait already.
    """
    facts = read_facts(
        ComplaintFacts(kind=kind, title=title, content=content, source=Complaint.Source.PORTAL.value)
    )
    customer = link.customer
    if own_data.feedback(customer).open().count() >= OPEN_AT_ONCE:
        raise Conflict(_("还有很多反馈在处理中"), remedy=_("请等我们处理后再提交，或联系为您服务的同事。"))
    owner = customer.owner if customer.owner and customer.owner.is_active else link.made_by
    made = enter_complaint(
        customer, kind=facts.kind, title=facts.title, content=facts.content, source=facts.source, owner=owner,
        actor=actor,
    )  # fmt: skip
    record(
        events.COMPLAINED,
        made,
        actor=actor,
        customer_id=customer.pk,
        details={"kind": facts.kind, "title": facts.title, "link": link.pk},
    )
    return made


@action(needs="edit", resource="contact_point")
def withdraw_permission(link: PortalLink, channel: str, *, actor: Actor) -> None:
    """Effective at once, for the customer as a whole."""
    if channel not in Channel.values:
        raise Invalid(_("请从给出的选项中选择"), field="channel", value=channel)
    customer = link.customer
    _made, changes = decide(
        customer, None, channel, Permission.State.REFUSED, Permission.Means.PORTAL, actor=actor
    )
    record(
        events.WITHDREW,
        link,
        actor=actor,
        customer_id=customer.pk,
        changes=changes,
        details={"channel": channel},
    )
    tell(WITHDREW, [customer.owner_id or link.made_by_id], link, actor=actor, customer_id=customer.pk)


def _ask(link: PortalLink, kind: str, wanted: Wanted, actor: Actor, **file: Any) -> ChangeRequest:
    if ChangeRequest.objects.filter(link=link, state=ChangeRequest.State.WAITING).count() >= AT_ONCE:
        raise Conflict(_("等待处理的申请太多"), remedy=_("请等我们处理后再提交。"))
    made = ChangeRequest.objects.create(
        customer=link.customer, link=link, kind=kind, wanted=seal_wanted(wanted, link.customer_id), **file
    )
    change = {
        "field": wanted.get("key", kind),
        "label": wanted["label"],
        "old": wanted["old"],
        "new": wanted["new"],
    }
    record(events.REQUESTED, made, actor=actor, customer_id=link.customer_id, changes=[change])
    told = {link.made_by_id, link.customer.owner_id or link.made_by_id}
    if link.customer.department and link.customer.department.head_id:
        told.add(link.customer.department.head_id)
    tell(REQUESTED, told, made, actor=actor, customer_id=link.customer_id)
    return made
