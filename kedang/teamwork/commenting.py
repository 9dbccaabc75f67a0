"""What a comment consists of, written and told: plain functions in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import can
from kedang.core.actor import Actor
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import Customer, Project
from kedang.documents.models import Document
from kedang.notify.telling import tell
from kedang.people.models import Person
from kedang.teamwork.mentions import check_seen, read_mentions
from kedang.teamwork.models import Comment, CommentDocument, Mention
from kedang.teamwork.notices import MENTIONED

LONGEST = 4000


@dataclass(frozen=True)
class About:
    """What is spoken of: a customer, or one of its documents or projects."""

    customer: Customer
    document: Document | None = None
    project: Project | None = None


@dataclass(frozen=True)
class Said:
    """Words as typed. `mentions`: ids of those chosen from the list; `documents`: ids of what is attached."""

    text: str
    mentions: Sequence[int] = field(default=())
    documents: Sequence[int] = field(default=())


def read_text(text: str) -> str:
    """Raises Invalid: empty or too long."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("请写点什么"), field="text")
    if len(text) > LONGEST:
        raise Invalid(
            _("评论最多 %(most)d 个字，现有 %(count)d 个") % {"most": LONGEST, "count": len(text)},
            field="text",
        )
    return text


def people_in(text: str, chosen: Iterable[int], about: About, actor: Actor) -> list[Person]:
    """Raises Invalid: somebody spoken to may not see it."""
    people = read_mentions(text, chosen, actor.id)
    if people:
        may_grant = can(actor, "grant", about.customer)
        check_seen(people, about.customer, about.document, may_grant=may_grant)
    return people


def check_documents(ids: Iterable[int], customer: Customer, actor: Actor) -> list[int]:
    """Raises Invalid: not of this customer, or not to be seen."""
    wanted = sorted(set(ids))
    rows = Document.objects.visible_to(actor).available().filter(customer=customer, pk__in=wanted)
    if wanted and rows.count() != len(wanted):
        raise Invalid(_("没有这份文档，或它属于另一位客户"), field="documents")
    return wanted


def link(comment: Comment, people: Sequence[Person], documents: Sequence[int]) -> None:
    """Whom it speaks to and what is attached, as they are said now."""
    Mention.objects.filter(comment=comment).exclude(person__in=people).delete()
    Mention.objects.bulk_create(
        [Mention(comment=comment, person=one) for one in people], ignore_conflicts=True
    )
    CommentDocument.objects.filter(comment=comment).exclude(document__in=documents).delete()
    CommentDocument.objects.bulk_create(
        [CommentDocument(comment=comment, document_id=pk) for pk in documents], ignore_conflicts=True
    )


def tell_people(comment: Comment, people: Sequence[Person], text: str, actor: Actor) -> None:
    """Each person once for a comment, however often it is changed."""
    tell(
        MENTIONED,
        [one.pk for one in people],
        comment,
        actor=actor,
        customer_id=comment.customer_id,
        note=text[:120],
        key=f"comment:{comment.pk}:mention",
    )


def may_change(comment: Comment, actor: Actor) -> bool:
    return comment.author_id == actor.id and not comment.is_withdrawn


def check_withdrawal(comment: Comment, actor: Actor) -> None:
    """One's own, or with the right to delete. Raises Refused."""
    if comment.author_id != actor.id and not can(actor, "delete", comment):
        raise Refused(_("只有评论人或部门主管可以撤回这条评论"))


def changes_between(old: str, new: str) -> list[dict[str, Any]]:
    return [{"field": "comment", "label": _("评论"), "old": old or None, "new": new or None}]
