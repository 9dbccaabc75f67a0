"""The inbox of suggestions: list left, document and decision right, one key each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.runs import start_run
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents import previews
from kedang.documents.control import may_copy
from kedang.documents.lists import type_choices
from kedang.documents.models import Document
from kedang.documents.openings import note_opening
from kedang.documents.sitting import ensure_open
from kedang.ui.toast import toast, trigger
from kedang.understanding import showing
from kedang.understanding.actions.deciding import (
    accept_run,
    accept_suggestion,
    decline_suggestion,
    move_to_suggested,
    take_decision_back,
)
from kedang.understanding.showing import Row, rows_of, same_invoices

LEAST, USUAL = 50, 95


@never_cache
@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    """`?document=` the one on the right, else the first; `?edit=1` its values in inputs."""
    check_right(request.actor, "edit", None, resource="document")
    listing = showing.page_of(request.actor, after=request.GET.get("after", ""))
    chosen = _chosen(request, listing.rows)
    context: dict[str, Any] = {
        "listing": listing,
        "count": showing.count_for(request.actor),
        "row": chosen,
        "is_edited": "edit" in request.GET,
    }
    if chosen is not None:
        context |= _neighbours(listing.rows, chosen)
        if not chosen.locked:
            note_opening(request.actor, chosen.document)
            if not may_copy(request.actor, chosen.document):
                context["row"] = chosen = showing.without_words(chosen)
            context |= _details(request, chosen)
    return render(request, "understanding/inbox.html", context)


@require_GET
def card(request: SignedInRequest, document_id: int) -> HttpResponse:
    """The part of a document's page. What was read is text: who may only look at the pages gets none of it."""
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    ensure_open(request.actor, document)
    note_opening(request.actor, document)
    row = _shown_to(request, document)
    context: dict[str, Any] = {"row": row, "document": document}
    if row is not None:
        context |= _details(request, row) | {"may_decide": _may_decide(request, row)}
    return render(request, "understanding/card.html", context)


@require_POST
def accept(request: SignedInRequest, document_id: int) -> HttpResponse:
    """`part`: the ticked ones; `value:…`: what was written instead."""
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    keys = request.POST.getlist("part") if "chosen" in request.POST else None
    edited = {
        key.removeprefix("value:"): str(value).strip()
        for key, value in request.POST.items()
        if key.startswith("value:") and str(value).strip()
    }
    accept_suggestion(document, keys, edited=edited, actor=request.actor)
    return _on(request, document, _("已采纳“%(name)s”的建议") % {"name": document.name})


@require_POST
def decline(request: SignedInRequest, document_id: int) -> HttpResponse:
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    decline_suggestion(document, actor=request.actor)
    return _on(request, document, _("没有采纳“%(name)s”的建议") % {"name": document.name})


@require_POST
def undo(request: SignedInRequest, document_id: int) -> HttpResponse:
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    take_decision_back(document, actor=request.actor)
    toast(request, _("已撤销"), "note")
    return _answered(request, reverse("understanding:inbox"))


@require_POST
def move(request: SignedInRequest, document_id: int) -> HttpResponse:
    """To the customer of whom the text speaks."""
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    asked = number_of(request.POST.get("customer")) or 0
    customer = find_record(request.actor, Customer.objects.all(), asked)
    move_to_suggested(document, customer, actor=request.actor)
    toast(request, _("已移到“%(name)s”") % {"name": customer.name})
    return _answered(request, reverse("documents:document", args=[document.pk]))


@require_http_methods(["GET", "POST"])
def bulk(request: SignedInRequest) -> HttpResponse:
    """All from a confidence on: what would change, then as bulk work with progress and undo."""
    check_right(request.actor, "edit", None, resource="document")
    asked = number_of(request.POST.get("from") or request.GET.get("from")) or USUAL
    least = min(100, max(LEAST, asked))
    rows = showing.open_for(request.actor).below_the_top().filter(confidence__gte=least * 10)
    if request.method == "POST":
        documents = Document.objects.filter(pk__in=rows.values("document_id"))
        start_run(accept_run, documents, {"from": least * 10}, actor=request.actor, title=_("采纳识别建议"))
        toast(request, _("正在逐一采纳，进度在右上角，可以撤销"), "note")
        return redirect("understanding:inbox")
    count = rows.order_by()[: showing.COUNTED + 1].count()
    context = {
        "least": least,
        "count": count,
        "rows": rows_of(list(rows.with_places()[:20]), request.actor),
        "levels": (99, 97, 95, 90, 80),
    }
    return render(request, "understanding/bulk.html", context)


def _chosen(request: SignedInRequest, rows: list[Row]) -> Row | None:
    wanted = number_of(request.GET.get("document"))
    if wanted is None:
        return rows[0] if rows else None
    listed = next((one for one in rows if one.document.pk == wanted), None)
    if listed is not None:
        return listed
    found = showing.open_for(request.actor).with_places().filter(document=wanted).first()
    return rows_of([found], request.actor)[0] if found else (rows[0] if rows else None)


def _shown_to(request: SignedInRequest, document: Document) -> Row | None:
    row = showing.row_of(document, request.actor)
    if row is None or may_copy(request.actor, document):
        return row
    return showing.without_words(row) if _may_decide(request, row) else None


def _neighbours(rows: list[Row], chosen: Row) -> dict[str, Row | None]:
    places = [one.suggestion.pk for one in rows]
    where = places.index(chosen.suggestion.pk) if chosen.suggestion.pk in places else -1
    following = rows[where + 1] if where + 1 < len(rows) else None
    return {"following": following, "previous": rows[where - 1] if where > 0 else None}


def _details(request: SignedInRequest, row: Row) -> dict[str, Any]:
    version = row.document.versions.filter(number=row.document.version_number).first()
    excerpts = showing.excerpts_of(row)
    return {
        "parts": [(each, excerpts[each.part.key]) for each in row.parts],
        "same_invoices": same_invoices(row.suggestion, request.actor),
        "types": type_choices(),
        "has_picture": version is not None and previews.kind_of(version) == "pages",
    }


def _may_decide(request: SignedInRequest, row: Row) -> bool:
    return not row.document.is_trashed and can(request.actor, "edit", row.document)


def _on(request: SignedInRequest, document: Document, words: str) -> HttpResponse:
    """To the next of the inbox, or the document's page again."""
    toast(request, words, undo_url=reverse("understanding:undo", args=[document.pk]))
    following = number_of(request.POST.get("following"))
    return _answered(
        request, reverse("understanding:inbox") + (f"?document={following}" if following else "")
    )


def _answered(request: SignedInRequest, address: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = HttpResponse(status=204, headers={"HX-Refresh": "true"})
    trigger(response, "kd:documents", True)
    return response
