"""The palette understands `记录电话 华信 谈了年度框架 下周三回访`: who is meant, inside the rights, and what to keep."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kedang import search
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import DomainError
from kedang.customers.models import Customer
from kedang.dealings import quick
from kedang.dealings.models import Channel
from kedang.dealings.reading import InteractionFacts, NeedFacts, PurchaseFacts
from kedang.search.offers import Offer
from kedang.ui import words
from kedang.workflow.actions.tasks import TaskFacts

MOST = 4
_BEGUN = ("记", "记录", "log")
_ICONS = {Channel.CALL: "phone", Channel.VISIT: "map-pin", Channel.EMAIL: "mail", Channel.MEETING: "persons"}
_OWN_ICONS = {quick.PURCHASE: "wallet", quick.NEED: "sparkles", quick.TASK: "clipboard-check"}


def offers(line: str, actor: Actor) -> list[Offer]:
    """Nothing when the line is no command, or the asker may record nothing."""
    if not rights_of(actor).has("dealing", "create"):
        return []
    if line in _BEGUN:
        return [_begin(word) for word in ("电话", "拜访", "微信", "会议", "邮件", "购买", "需求", "任务")]
    command = quick.read_command(line)
    if command is None:
        return []
    found, said = _whom(command, actor)
    offered = [_save(command, customer, said) for customer in found if said]
    return offered + [_go_on(command, customer, said) for customer in found[: 1 if offered else MOST]]


def _begin(word: str) -> Offer:
    hint = _("客户 内容 下一步")
    return Offer(
        _("记录%(what)s") % {"what": word}, "pen", hint=hint, fill=f"记录{word} "
    )  # i18n: the command


def _whom(command: quick.Command, actor: Actor) -> tuple[Sequence[Customer], str]:
    """The longest beginning that names somebody, and the rest."""
    resource = "task" if command.what == quick.TASK else "dealing"
    rows = Customer.objects.for_lists().permitted(actor, "create", resource=resource)
    for name, rest in reversed(command.splits()):
        try:
            page = search.find(
                rows, f'名称:"{name.replace(chr(34), "")}"', actor, limit=MOST
            )  # i18n: the query language
        except DomainError:
            continue
        if page.items:
            return page.items, rest
    return [], ""


def _save(command: quick.Command, customer: Customer, said: str) -> Offer:
    title = _("记录%(what)s · %(name)s") % {"what": command.label, "name": customer.name}
    try:
        heard = quick.hear(command.what, said)
    except DomainError as error:
        return Offer(title, "alert", snippet=str(error), **_composing(command, customer, said))  # type: ignore[arg-type]  # url and compose
    return Offer(
        title,
        _icon(command.what),
        hint=_("Enter 保存"),
        snippet=_summary(heard),
        post=reverse("dealings:quick", args=[customer.pk]),
        fields={"what": command.what, "said": said},
    )


def _go_on(command: quick.Command, customer: Customer, said: str) -> Offer:
    title = _("到客户页补充 · %(name)s") % {"name": customer.name}
    return Offer(title, "pen", hint=customer.number, **_composing(command, customer, said))  # type: ignore[arg-type]  # url and compose


def _composing(command: quick.Command, customer: Customer, said: str) -> dict[str, object]:
    """The text goes through the browser's own memory: an address stands in logs."""
    text, step = said, None
    if command.what in Channel.values:
        text, step = quick.split_next_step(said) if said else ("", None)
    begin = {"customer": str(customer.pk), "what": command.what, "text": text}
    if step is not None:
        begin |= {"step": step.title, "step_due": step.due_on.isoformat() if step.due_on else ""}
    return {"url": reverse("customer", args=[customer.pk]), "compose": begin}


def _summary(heard: quick.Heard) -> str:
    facts = heard.facts
    if isinstance(facts, PurchaseFacts):
        day = words.day(facts.bought_on)
        return f"{facts.item} · {words.money(facts.amount, facts.currency)} · {day}"
    if isinstance(facts, TaskFacts):
        return f"{facts.title} · {words.day(facts.due_on)}" if facts.due_on else facts.title
    if isinstance(facts, NeedFacts):
        return facts.text
    return _of_interaction(facts, heard)


def _of_interaction(facts: InteractionFacts, heard: quick.Heard) -> str:
    step = heard.next_step
    if step is None:
        return facts.text
    due = f"（{words.day(step.due_on)}）" if step.due_on else ""
    return _("%(text)s → 任务：%(title)s%(due)s") % {"text": facts.text, "title": step.title, "due": due}


def _icon(what: str) -> str:
    return _OWN_ICONS.get(what) or _ICONS.get(Channel(what), "chat")
