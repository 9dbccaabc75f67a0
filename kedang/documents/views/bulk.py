"""Bulk work on chosen documents, or on all that a query finds: a dialog asks, a run does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.access.runs import RunKind, advance_run, start_run
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Invalid, NotFound
from kedang.core.numbers import numbers_of
from kedang.documents import lists, misnamed
from kedang.documents.actions import bulk
from kedang.documents.lists import type_choices
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.documents.tagging import tags_named
from kedang.documents.views.edits import changes_from
from kedang.search import select
from kedang.search.finding import UNCAPPED
from kedang.ui.toast import toast, trigger

# Few enough to be done before the page answers; more goes on behind it, with progress in the tray.
AT_ONCE = 50
_PREVIEWED = 8
# What says again, when the dialog is answered, which documents were meant.
_KEPT = ("ids", "all", "q", "tab", "misnamed", "customer", "path", "type")


@dataclass(frozen=True)
class Deed:
    """One kind of bulk work as the page offers it."""

    kind: RunKind
    title: str | Promise
    arguments: Callable[[QueryDict, Actor], dict[str, Any]]


def _edit_arguments(sent: QueryDict, actor: Actor) -> dict[str, Any]:
    changes = {key: value for key, value in changes_from(sent).items() if value not in (None, "")}
    if not changes:
        raise Invalid(_("没有填写要修改的内容。"))
    return {"changes": changes}


def _tag_arguments(sent: QueryDict, actor: Actor) -> dict[str, Any]:
    add = tags_named(sent.getlist("add"), actor=actor)
    remove = tags_named(sent.getlist("remove"), actor=actor)
    if not add and not remove:
        raise Invalid(_("请选择标签。"), field="add")
    return {"add": add, "remove": remove}


def _move_arguments(sent: QueryDict, actor: Actor) -> dict[str, Any]:
    path = sent.get("path", "").strip("/ ")
    if not path:
        raise Invalid(_("请填写文件夹。"), field="path")
    return {"path": path}


DEEDS = {
    "edit": Deed(bulk.edit_chunk, gettext_lazy("修改信息"), _edit_arguments),
    "tag": Deed(bulk.tag_chunk, gettext_lazy("修改标签"), _tag_arguments),
    "move": Deed(bulk.move_chunk, gettext_lazy("移动"), _move_arguments),
    "rename": Deed(bulk.rename_chunk, gettext_lazy("按规则重命名"), lambda sent, actor: {}),
    "trash": Deed(bulk.trash_chunk, gettext_lazy("移入回收站"), lambda sent, actor: {}),
    "untrash": Deed(bulk.untrash_chunk, gettext_lazy("从回收站恢复"), lambda sent, actor: {}),
}


@require_http_methods(["GET", "POST"])
def deed(request: SignedInRequest, verb: str) -> HttpResponse:
    if verb not in DEEDS:
        raise NotFound(_("没有这种批量操作。"))
    chosen = DEEDS[verb]
    sent = request.POST if request.method == "POST" else request.GET
    rows = _chosen(sent, request.actor)
    if request.method == "POST":
        return _start(request, chosen, rows)
    permitted = rows.permitted(request.actor, chosen.kind.needs)
    count = permitted.order_by().values("pk")[:10_001].count()
    context = {
        "verb": verb,
        "deed": chosen,
        "count": f"{count - 1}+" if count > 10_000 else str(count),
        "is_nothing": not count,
        "kept": [(key, value) for key in _KEPT for value in sent.getlist(key)],
        "types": type_choices(),
        "levels": Clearance.choices,
        "may_make": rights_of(request.actor).has("tag", "create"),
        "is_all_misnamed": bool(sent.get("all") and sent.get("misnamed")),
        "preview": _preview(sent, permitted, request.actor) if verb == "rename" else [],
    }
    return render(request, "documents/bulk.html", context)


def _chosen(sent: QueryDict, actor: Actor) -> DocumentQuerySet:
    """The ticked rows, or, when "all results" was chosen, what the query finds now."""
    if sent.get("all") and sent.get("misnamed"):
        return misnamed.asked_for(sent, actor).rows(actor)
    if sent.get("all"):
        tab = lists.tab_of(sent.get("tab", ""))
        found, _stopped = select(lists.rows_of(tab, actor), sent.get("q", ""), actor, budget=UNCAPPED)
        return Document.objects.visible_to(actor).filter(pk__in=found.order_by().values("pk"))
    ids = numbers_of(sent.getlist("ids"))
    if not ids:
        raise Invalid(_("请先选择文档。"))
    return Document.objects.visible_to(actor).filter(pk__in=ids)


def _start(request: SignedInRequest, chosen: Deed, rows: DocumentQuerySet) -> HttpResponse:
    arguments = chosen.arguments(request.POST, request.actor)
    run = start_run(chosen.kind, rows, arguments, actor=request.actor, title=str(chosen.title))
    if run.total <= AT_ONCE:
        advance_run(run.pk)
        run.refresh_from_db()
        words = _("%(what)s：%(done)s 份") % {"what": chosen.title, "done": run.done}
        if run.failed:
            words = _("%(words)s，%(failed)s 份未改") % {"words": words, "failed": run.failed}
        toast(
            request,
            words,
            "warn" if run.failed else "ok",
            undo_url=reverse("run_move", args=[run.pk, "undo"]),
        )
    else:
        toast(
            request,
            _("%(what)s：%(total)s 份，正在后台进行") % {"what": chosen.title, "total": run.total},
            "note",
        )
    response = HttpResponse(status=204)
    for event in ("kd:close", "kd:tray", "kd:documents"):
        trigger(response, event, True)
    return response


def _preview(sent: QueryDict, rows: DocumentQuerySet, actor: Actor) -> list[tuple[str, str]]:
    """How the first few would be called."""
    if sent.get("all") and sent.get("misnamed"):
        found = misnamed.find(misnamed.asked_for(sent, actor), actor, limit=_PREVIEWED).found
        return [(each.name, each.ruled) for each in found]
    some = list(rows.select_related("customer__department", "customer__owner").with_places()[:_PREVIEWED])
    return list(zip([document.name for document in some], misnamed.ruled_names(some), strict=True))
