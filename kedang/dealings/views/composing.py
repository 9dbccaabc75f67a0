"""What the composer on the customer's page sends, and the one line of the palette."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid
from kedang.core.numbers import numbers_of
from kedang.core.text import match_key
from kedang.customers.models import ContactPerson, Customer
from kedang.dealings import quick
from kedang.dealings.actions.interactions import record_interaction
from kedang.dealings.actions.needs import note_need
from kedang.dealings.actions.purchases import record_purchase
from kedang.dealings.chats import Chat, read_chat
from kedang.dealings.reading import (
    InteractionFacts,
    NeedFacts,
    PurchaseFacts,
    read_interaction,
    read_need,
    read_next_step,
    read_purchase,
)
from kedang.dealings.views.finding import number, recorded
from kedang.ui.toast import toast
from kedang.workflow.actions.tasks import TaskFacts, add_task
from kedang.workflow.forms import TaskForm

_NAMES = "、，,；;\n"


@sensitive_post_parameters()
@require_POST
def interaction_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    step = read_next_step(
        request.POST.get("step", ""), request.POST.get("step_due"), number(request, "step_person")
    )
    made = record_interaction(customer, interaction_facts(request), next_step=step, actor=request.actor)
    return recorded(request, made, _("已记录%(channel)s") % {"channel": made.get_channel_display()})


@sensitive_post_parameters()
@require_POST
def purchase_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    made = record_purchase(customer, purchase_facts(request), actor=request.actor)
    return recorded(request, made, _("已记录购买：%(item)s") % {"item": made.item})


@sensitive_post_parameters()
@require_POST
def need_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    made = note_need(customer, need_facts(request), actor=request.actor)
    return recorded(request, made, _("已记下%(kind)s") % {"kind": made.get_kind_display()})


@sensitive_post_parameters()
@require_POST
def task_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """From the composer: errors stand at the fields of its own form."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    form = TaskForm(request.POST)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Invalid(str(messages[0]), field=field)
    made = add_task(customer, form.facts(), assignee=form.person(), actor=request.actor)
    toast(request, _("已安排任务"), undo_url=reverse("workflow:task_drop", args=[made.pk]))
    from kedang.dealings.views.finding import answer

    return answer()


@sensitive_post_parameters()
@require_POST
def chat(request: SignedInRequest, customer_id: int) -> JsonResponse:
    """What was pasted, recognised: people on file, other names, when, how, and the text in one form."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    read = read_chat(request.POST.get("text", "")[:100_000])
    return JsonResponse({"found": False} if read is None else _recognised(read, customer, request))


@sensitive_post_parameters()
@require_POST
def quick_new(request: SignedInRequest, customer_id: int) -> JsonResponse:
    """`what` and `said` of one line of the palette, kept at once; the answer has the words and the way back."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    heard = quick.hear(request.POST.get("what", ""), request.POST.get("said", ""))
    facts, actor = heard.facts, request.actor
    if isinstance(facts, TaskFacts):
        task = add_task(customer, facts, actor=actor)
        undo = reverse("workflow:task_drop", args=[task.pk])
        return JsonResponse({"text": _("已安排任务：%(title)s") % {"title": task.title}, "undo": undo})
    made: Any
    if isinstance(facts, InteractionFacts):
        made = record_interaction(customer, facts, next_step=heard.next_step, actor=actor)
        words = _("已记录%(channel)s：%(name)s") % {
            "channel": made.get_channel_display(),
            "name": customer.name,
        }
    elif isinstance(facts, PurchaseFacts):
        made = record_purchase(customer, facts, actor=actor)
        words = _("已记录购买：%(name)s") % {"name": customer.name}
    else:
        made = note_need(customer, facts, actor=actor)
        words = _("已记下需求：%(name)s") % {"name": customer.name}
    kind = {InteractionFacts: "interaction", PurchaseFacts: "purchase", NeedFacts: "need"}[type(facts)]
    return JsonResponse({"text": words, "undo": reverse("dealings:withdraw", args=[kind, made.pk])})


def interaction_facts(request: SignedInRequest) -> InteractionFacts:
    given = request.POST
    return read_interaction(
        channel=given.get("channel", ""),
        at=given.get("at") or None,
        text=given.get("text", ""),
        direction=given.get("direction", ""),
        names=_split(given.get("names", "")),
        people=numbers_of(given.getlist("people")),
        documents=numbers_of(given.getlist("documents")),
        project_id=number(request, "project"),
    )


def purchase_facts(request: SignedInRequest) -> PurchaseFacts:
    given = request.POST
    return read_purchase(
        bought_on=given.get("bought_on", ""),
        item=given.get("item", ""),
        amount=given.get("amount", ""),
        currency=given.get("currency", ""),
        quantity=given.get("quantity", ""),
        unit=given.get("unit", ""),
        document_id=number(request, "document"),
        project_id=number(request, "project"),
        note=given.get("note", ""),
    )


def need_facts(request: SignedInRequest) -> NeedFacts:
    given = request.POST
    return read_need(
        kind=given.get("kind", ""),
        text=given.get("text", ""),
        noted_on=given.get("noted_on") or None,
        met_on=given.get("met_on") or None,
    )


def _recognised(read: Chat, customer: Customer, request: SignedInRequest) -> dict[str, Any]:
    people = ContactPerson.objects.visible_to(request.actor).filter(customer=customer, removed_at=None)
    known = {match_key(person.name): person.pk for person in people[:500]}
    own = match_key(request.user.name)
    others = [name for name in read.people if match_key(name) not in known and match_key(name) != own]
    began = timezone.localtime(read.began_at) if read.began_at else None
    return {
        "found": True,
        "channel": read.channel,
        "at": f"{began:%Y-%m-%dT%H:%M}" if began else "",
        "people": [known[key] for name in read.people if (key := match_key(name)) in known],
        "names": "、".join(others),
        "text": read.text,
        "words": _("认出 %(count)d 条消息：%(names)s")
        % {"count": len(read.messages), "names": "、".join(read.people[:6])},
    }


def _split(names: str) -> list[str]:
    for sign in _NAMES:
        names = names.replace(sign, "\n")
    return names.split("\n")
