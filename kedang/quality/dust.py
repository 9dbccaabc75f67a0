"""What gathers dust among files: folders nobody filled, and files that lie twice with one customer.

A file nobody touched for years is no dust: how long records are kept is retention's business. A second copy is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, RunKind, run_kind, start_run
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import DomainError
from kedang.documents.actions.bulk import trash_chunk
from kedang.documents.models import Document
from kedang.filing.models import Folder
from kedang.filing.trashing import bring_back, put_away
from kedang.quality.reading import COUNTED

SHOWN = 50
# Dust is old: of what one may see the oldest are looked at, what comes after them in the next clean-up.
LOOKED_AT = 20_000
EMPTY_DAYS = 30
UNTOUCHED_YEARS = 2


@dataclass(frozen=True)
class Dust:
    """`rows`: what may be put into the trash, of what the actor sees and may delete."""

    code: str
    label: str | Promise
    hint: str | Promise
    resource: str
    rows: Callable[[Actor], QuerySet[Any]]
    kind: RunKind


@dataclass(frozen=True)
class Preview:
    dust: Dust
    rows: Sequence[Any]
    count: int

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def preview_of(dust: Dust, actor: Actor) -> Preview:
    rows = dust.rows(actor).select_related("customer").order_by("pk")[:SHOWN]
    return Preview(dust, list(rows), count_of(dust, actor))


def count_of(dust: Dust, actor: Actor) -> int:
    return dust.rows(actor).order_by().values("pk")[: COUNTED + 1].count()


def start(dust: Dust, actor: Actor) -> Run:
    """Raises Refused."""
    title = str(dust.label)
    return start_run(dust.kind, dust.rows(actor), {}, actor=actor, title=title)  # type: ignore[arg-type]  # guarded


def _empty_folders(actor: Actor) -> QuerySet[Any]:
    """The lowest ones first: a folder of empty folders is empty once they are gone."""
    oldest = _oldest(Folder.objects.visible_to(actor).available())
    filled = Document.objects.filter(folder=OuterRef("pk"), trashed_at=None)
    below = Folder.objects.filter(parent=OuterRef("pk"), trashed_at=None)
    rows = Folder.objects.permitted(actor, "delete").available().filter(pk__in=oldest)
    rows = rows.filter(created_at__lt=now() - timedelta(days=EMPTY_DAYS), customer__trashed_at=None)
    return rows.filter(~Exists(filled), ~Exists(below))


def _second_copies(actor: Actor) -> QuerySet[Any]:
    """The one that was filed first stays."""
    oldest = _oldest(Document.objects.visible_to(actor).available())
    first = Document.objects.filter(
        customer=OuterRef("customer"),
        content_mac=OuterRef("content_mac"),
        trashed_at=None,
        pk__lt=OuterRef("pk"),
    )
    untouched = now() - timedelta(days=365 * UNTOUCHED_YEARS)
    rows = Document.objects.permitted(actor, "delete").available().filter(pk__in=oldest)
    return rows.filter(Exists(first), updated_at__lt=untouched, customer__trashed_at=None)


def _oldest(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("pk").values("pk")[:LOOKED_AT]


def _back(what: list[int], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    result = ChunkResult()
    for folder in Folder.objects.filter(pk__in=what).permitted(actor, "delete").select_related("customer"):
        try:
            bring_back(folder, actor=actor)
            result.done += 1
        except DomainError as error:
            result.skipped[folder.pk] = str(error)
    return result


def _put_away(folders: list[Folder], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """What was filled meanwhile stays."""
    result = ChunkResult(undo=[])
    for folder in folders:
        try:
            put_away(folder, actor=actor)
            result.undo.append(folder.pk)
        except DomainError as error:
            result.skipped[folder.pk] = str(error)
    result.done = len(result.undo)
    return result


TRASH_FOLDERS = run_kind("quality.trash_folders", needs="delete", model=Folder, undo=_back)(_put_away)
DUST = {
    one.code: one
    for one in (
        Dust(
            "empty_folders", _("空文件夹"), _("建立三十天以上、一直没有文档的文件夹；标准文件夹用到时会再出现。"),
            "folder", _empty_folders, TRASH_FOLDERS,
        ),
        Dust(
            "second_copies", _("重复的旧文件"),
            _("同一位客户名下内容完全相同、两年没有动过的第二份；最早归档的一份保留。"),
            "document", _second_copies, trash_chunk,
        ),
    )
}  # fmt: skip
