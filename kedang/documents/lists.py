"""The documents a page lists: tabs, query, columns; all of it inside the reader's rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.preset_names import shown
from kedang.customers.models import Tag
from kedang.documents.models import Document, DocumentTag
from kedang.documents.querysets import DocumentQuerySet
from kedang.filing.models import DocumentType
from kedang.search import Page, find

LIMIT = 50


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    rows: Callable[[DocumentQuerySet, Actor], DocumentQuerySet]


TABS = (
    Tab("all", _("全部文档"), lambda rows, actor: rows.available()),
    Tab("mine", _("我上传的"), lambda rows, actor: rows.available().filter(created_by=actor.person)),
    Tab("held", _("我签出的"), lambda rows, actor: rows.available().filter(checked_out_by=actor.person)),
    Tab("unread", _("未能识读"), lambda rows, actor: rows.available().badly_read()),
    Tab("trash", _("回收站"), lambda rows, actor: rows.trashed()),
)


def tab_of(key: str) -> Tab:
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def rows_of(tab: Tab, actor: Actor) -> DocumentQuerySet:
    """Unrestricted by rights: `find` and `visible_to` come after."""
    return tab.rows(Document.objects.with_places(), actor)


def page_of(tab: Tab, query: str, actor: Actor, *, cursor: int | None = None) -> Page[Document]:
    """Newest first. Raises QueryError."""
    return find(rows_of(tab, actor), query, actor, limit=LIMIT, cursor=cursor)


def types_offered() -> QuerySet[DocumentType]:
    """The kinds of documents there are: words everybody files by, whoever may change them."""
    return DocumentType.objects.offered()


def type_choices() -> list[tuple[int, str]]:
    """For a select, shipped ones in the reader's language."""
    return [(pk, shown(name)) for pk, name in types_offered().values_list("pk", "name")]


def tags_of(documents: Iterable[Document]) -> dict[int, list[Tag]]:
    found: dict[int, list[Tag]] = defaultdict(list)
    uses = (
        DocumentTag.objects.filter(document__in=list(documents)).select_related("tag").order_by("tag__name")
    )
    for use in uses:
        found[use.document_id].append(use.tag)
    return found


def neighbours(document: Document, actor: Actor) -> tuple[int | None, int | None]:
    """The documents before and after this one in its folder, as the reader sees it."""
    beside = Document.objects.visible_to(actor).filter(folder=document.folder_id).available()
    newer = beside.filter(pk__gt=document.pk).order_by("pk").values_list("pk", flat=True).first()
    older = beside.filter(pk__lt=document.pk).order_by("-pk").values_list("pk", flat=True).first()
    return newer, older
