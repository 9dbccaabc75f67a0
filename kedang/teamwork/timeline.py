"""Comments in the customer's one stream."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from kedang import search
from kedang.access.door import can
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.documents.models import Document
from kedang.teamwork.commenting import About, may_change
from kedang.teamwork.models import Comment, CommentDocument, Mention
from kedang.teamwork.querysets import CommentQuerySet
from kedang.teamwork.sealing import texts_of


@dataclass
class Shown:
    """A comment as shown. `words` is None when its key was destroyed."""

    row: Comment
    words: SafeString | None
    documents: list[Document] = field(default_factory=list)
    may_change: bool = False
    may_withdraw: bool = False


def register_source() -> None:
    register(Source("comment", _("评论"), "comment", comments, order=15, model=Comment))


def comments(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = _of(customer, actor)
    if words.strip():
        quoted = " ".join(f'"{word}"' for word in words.replace('"', " ").split())
        rows = cast(CommentQuerySet, search.select(rows, quoted, actor)[0])
    older = rows.filter(before_filter("comment", before, "created_at"))
    found = list(older.order_by("-created_at", "-pk")[:limit])
    return [
        Moment(one.row.created_at, "comment", one.row.pk, "teamwork/moments/comment.html", {"shown": one})
        for one in shown(found, customer, actor)
    ]


def comments_about(about: About, actor: Actor, *, before: int | None = None, limit: int = 30) -> list[Shown]:
    """Newest first; of one document or project, or of the customer with all that is its own."""
    rows = _of(about.customer, actor)
    if about.document is not None:
        rows = rows.filter(document=about.document)
    if about.project is not None:
        rows = rows.filter(project=about.project)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return shown(list(rows.order_by("-pk")[:limit]), about.customer, actor)


def shown(rows: Sequence[Comment], customer: Customer, actor: Actor) -> list[Shown]:
    """With people and documents, one query for each kind."""
    if not rows:
        return []
    texts, names, documents = texts_of(rows), _names(rows), _documents(rows, actor)
    may_delete = can(actor, "delete", customer, resource="comment")
    return [
        Shown(
            row=row,
            words=_marked(text, names[row.pk]) if (text := texts[row.pk]) is not None else None,
            documents=documents[row.pk],
            may_change=may_change(row, actor),
            may_withdraw=may_delete or row.author_id == actor.id,
        )
        for row in rows
    ]


def _of(customer: Customer, actor: Actor) -> CommentQuerySet:
    rows = Comment.objects.visible_to(actor).filter(customer=customer, withdrawn_at=None)
    return rows.select_related("author", "document", "project")


def _names(rows: Sequence[Comment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for use in Mention.objects.filter(comment__in=rows).select_related("person"):
        found[use.comment_id].append(use.person.name)
    return found


def _documents(rows: Sequence[Comment], actor: Actor) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    uses = list(CommentDocument.objects.filter(comment__in=rows).order_by("pk"))
    ids = [use.document_id for use in uses]
    seen = Document.objects.visible_to(actor).available().in_bulk(ids) if ids else {}
    for use in uses:
        if use.document_id in seen:
            found[use.comment_id].append(seen[use.document_id])
    return found


def _marked(text: str, names: list[str]) -> SafeString:
    """Names that were spoken to stand out; everything else is escaped."""
    safe = str(escape(text))
    if names:
        wanted = "|".join(re.escape(str(escape(one))) for one in sorted(names, key=len, reverse=True))
        safe = re.sub(rf"@({wanted})", r'<span class="mention">@\1</span>', safe)
    return mark_safe(safe)  # noqa: S308  # escaped above
