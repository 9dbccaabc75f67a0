"""Approving and rejecting what customers asked for: applied the ordinary way, with the ordinary event beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.customers.actions.change import fresh, read_fields
from kedang.customers.changing import amend
from kedang.customers.contact_changes import add_point, remove_point, rewrite_point
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.events import CHANGED, CONTACT_ADDED, CONTACT_CHANGED, CONTACT_REMOVED
from kedang.customers.models import ContactPoint, Customer
from kedang.documents.content import Content, Incoming, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.ledger.record import record
from kedang.portal import events, own_data
from kedang.portal.keeping import chunks_of
from kedang.portal.models import ChangeRequest
from kedang.portal.sealing import ANSWER, Wanted, seal, wanted_of

# What each kind of request needs to be applied: verb and resource of the ordinary deed.
NEEDS = {
    ChangeRequest.Kind.FIELD.value: ("edit", "customer"),
    ChangeRequest.Kind.CONTACT.value: ("edit", "contact_point"),
    ChangeRequest.Kind.FILE.value: ("create", "document"),
}


def approve(request: ChangeRequest, *, actor: Actor) -> None:
    """By whoever may do the deed itself. Raises Conflict: decided already; what the deed raises."""
    if request.kind == ChangeRequest.Kind.FIELD:
        approve_field(request, actor=actor)
    elif request.kind == ChangeRequest.Kind.CONTACT:
        approve_contact(request, actor=actor)
    else:
        _check_waiting(request)
        incoming = Incoming(request.customer_id, _wanted(request)["new"], chunks_of(request))
        approve_file(request, store([incoming])[0], actor=actor)


@action(needs="edit", resource="customer", events=2)
def approve_field(request: ChangeRequest, *, actor: Actor) -> None:
    wanted = _settle(request, ChangeRequest.State.APPROVED, actor)
    customer = fresh(request.customer)
    _check_unchanged(customer, wanted)
    stored = read_fields(customer, {wanted["key"]: wanted["typed"]})
    amend(customer, stored, kind=CHANGED, actor=actor, details={"request": request.pk})
    _tell(request, wanted, actor)


@action(needs="edit", resource="contact_point", events=2)
def approve_contact(request: ChangeRequest, *, actor: Actor) -> None:
    wanted = _settle(request, ChangeRequest.State.APPROVED, actor)
    customer = fresh(request.customer)
    point = _point(request, wanted)
    kind: Any = CONTACT_CHANGED
    if point is None:
        point, changes = add_point(customer, read_contact(ContactInput(wanted["kind"], wanted["new"])))
        kind = CONTACT_ADDED
    elif wanted["new"]:
        person = point.contact_person.name if point.contact_person else ""
        given = ContactInput(wanted["kind"], wanted["new"], label=point.label, person=person)
        changes = rewrite_point(point, read_contact(given))
    else:
        changes = remove_point(point)
        kind = CONTACT_REMOVED
    record(
        kind, point, actor=actor, customer_id=customer.pk, changes=changes, details={"request": request.pk}
    )
    _tell(request, wanted, actor)


@action(needs="create", resource="document", events=2)
def approve_file(request: ChangeRequest, content: Content, *, actor: Actor) -> None:
    """`content`: the file under its document's own key; it goes where files without a type go."""
    wanted = _settle(request, ChangeRequest.State.APPROVED, actor)
    filing = Filing(content=content, customer=request.customer, note=wanted["label"])
    enter_documents([filing], actor=actor)
    _tell(request, wanted, actor)


@action(needs="edit")
def reject(request: ChangeRequest, *, answer: str, actor: Actor) -> None:
    """The customer reads why. Raises Invalid: no reason given."""
    answer = answer.strip()[:500]
    if not answer:
        raise Invalid(_("请写明不采纳的原因，客户会看到"), field="answer")
    wanted = _settle(
        request, ChangeRequest.State.REJECTED, actor, answer=seal(answer, request.customer_id, ANSWER)
    )
    record(
        events.REJECTED, request, actor=actor, customer_id=request.customer_id, changes=_changes(wanted),
        details={"answer": answer},
    )  # fmt: skip


def _settle(request: ChangeRequest, state: str, actor: Actor, **more: Any) -> Wanted:
    """Decided once, whoever is faster."""
    _check_waiting(request)
    revise(request, state=state, decided_by=actor.person, decided_at=now(), **more)
    return _wanted(request)


def _tell(request: ChangeRequest, wanted: Wanted, actor: Actor) -> None:
    record(events.APPROVED, request, actor=actor, customer_id=request.customer_id, changes=_changes(wanted))


def _changes(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {
            "field": wanted.get("key", "request"),
            "label": wanted["label"],
            "old": wanted["old"],
            "new": wanted["new"],
        }
    ]


def _wanted(request: ChangeRequest) -> Wanted:
    return wanted_of([request])[request.pk]


def _point(request: ChangeRequest, wanted: Wanted) -> ContactPoint | None:
    if not wanted.get("point"):
        return None
    rows = ContactPoint.objects.in_use().select_related("contact_person", "customer")
    point = rows.filter(pk=wanted["point"], customer_id=request.customer_id).first()
    if point is None:
        raise Conflict(_("这个联系方式已经移除"), remedy=_("请不采纳这项申请。"))
    return point


def _check_unchanged(customer: Customer, wanted: Wanted) -> None:
    """What the customer saw is what is there: otherwise somebody knows better than the request."""
    present = {fact.key: fact.words for fact in own_data.facts(customer)}
    if present.get(wanted["key"]) != wanted["old"]:
        raise Conflict(
            _("“%(label)s”在客户申请之后又改过") % {"label": wanted["label"]},
            remedy=_("请核对后直接修改客户资料，或不采纳。"),
        )


def _check_waiting(request: ChangeRequest) -> None:
    if request.state != ChangeRequest.State.WAITING:
        raise Conflict(_("这项申请已经处理过"))
