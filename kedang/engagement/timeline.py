"""Feedback, surveys and campaign mails in the customer's one stream."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.engagement.models import Complaint, Invitation, Recipient
from kedang.engagement.questions import Answers
from kedang.engagement.sealing import answers_of, words_of

# The words are sealed: they are looked for in the newest so many.
_SEARCHED = 200


def register_sources() -> None:
    register(Source("complaint", _("反馈"), "flag", complaints, order=50, model=Complaint))
    register(Source("survey", _("调查"), "chat", surveys, order=52, model=Invitation))
    register(Source("campaign", _("群发"), "mail", campaigns, order=54, model=Recipient))


def complaints(
    customer: Customer, actor: Actor, before: Point | None, words: str, limit: int
) -> list[Moment]:
    rows = Complaint.objects.visible_to(actor).filter(customer=customer).select_related("owner", "created_by")
    moved = rows.annotate(at=Coalesce("closed_at", "created_at"))
    older: QuerySet[Complaint] = QuerySet.filter(moved, before_filter("complaint", before))
    found = list(older.order_by(F("at").desc(), "-pk")[: _SEARCHED if words else limit])
    said = words_of(found)
    return [
        Moment(
            row.closed_at or row.created_at, "complaint", row.pk, "engagement/moments/complaint.html",
            {"row": row, "content": said[row.pk][0], "outcome": said[row.pk][1]},
        )
        for row in found
        if _has(words, row.title, *said[row.pk])
    ][:limit]  # fmt: skip


def surveys(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = Invitation.objects.visible_to(actor).filter(customer=customer).select_related("survey", "sent_by")
    moved = rows.annotate(at=Coalesce("answered_at", "created_at"))
    older: QuerySet[Invitation] = QuerySet.filter(moved, before_filter("survey", before))
    found = list(older.order_by(F("at").desc(), "-pk")[: _SEARCHED if words else limit])
    said = answers_of(found)
    return [
        Moment(
            row.answered_at or row.created_at, "survey", row.pk, "engagement/moments/survey.html",
            {"row": row, "answers": _in_words(row, said.get(row.pk))},
        )
        for row in found
        if _has(words, row.survey.title, *(said[row.pk].texts.values() if row.pk in said else ()))
    ][:limit]  # fmt: skip


def campaigns(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = Recipient.objects.visible_to(actor).told().filter(customer=customer)
    for word in words.split():
        rows = rows.filter(campaign__subject__icontains=word)
    found = rows.filter(before_filter("campaign", before)).select_related("campaign").order_by("-at", "-pk")
    return [
        Moment(row.at, "campaign", row.pk, "engagement/moments/campaign.html", {"row": row})
        for row in found[:limit]
    ]


def _in_words(row: Invitation, answers: Answers | None) -> list[tuple[str, str]]:
    """(question, answer)."""
    found = []
    for question in row.survey.questions if answers else ():
        value = answers.values.get(question["key"]) if answers else None
        text = answers.texts.get(question["key"], "") if answers else ""
        options = question.get("options") or []
        if value is not None:
            text = options[value]["zh"] if value < len(options) else str(value)
        if text:
            found.append((question["label"], text))
    return found


def _has(words: str, *texts: str) -> bool:
    body = fold(" ".join(texts))
    return all(fold(word) in body for word in words.split())
