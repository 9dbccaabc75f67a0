"""A document's page: the viewer takes the room, facts, versions, rights and ledger beside it."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.door import can, can_each
from kedang.access.explain import explain
from kedang.access.http import SignedInRequest
from kedang.access.ledger import may_read_ledger_of
from kedang.access.opening import find_record
from kedang.access.words import VERBS as WORDS
from kedang.accounts import asking, ledger_reading
from kedang.core.errors import NotFound
from kedang.core.numbers import number_of
from kedang.documents import control, lists, permits, previews, readings, searchable
from kedang.documents.holds import held_through
from kedang.documents.models import Document, PrintTally, Version
from kedang.documents.openings import note_opening, open_document
from kedang.documents.reasons import reason_of
from kedang.documents.sitting import ensure_open
from kedang.documents.text_shown import parts_of
from kedang.documents.trash import kept_until
from kedang.documents.twins import twins_of
from kedang.documents.values import is_masked, missing_fields, read_fields, shown
from kedang.documents.versions import digest_of
from kedang.filing.folders import rule_path
from kedang.ledger.models import Event

VERBS = ("edit", "delete", "download", "print", "manage")
RULED = ("view", "download", "print", "share", "export", "edit", "delete")


@require_GET
def document(request: SignedInRequest, document_id: int, number: int | None = None) -> HttpResponse:
    """Opens the current version, or `number`."""
    row = open_document(request.actor, Document.objects.with_places(), document_id)
    version = version_of(row, number)
    newer, older = lists.neighbours(row, request.actor)
    context = facts_context(request, row) | {
        "version": version,
        "is_current": version.number == row.version_number,
        "page_count": previews.page_count(version),
        "sought": request.GET.get("find", "")[:100],
        "newer": newer,
        "older": older,
        "has_ledger": may_read_ledger_of(request.actor, row.customer_id),
    }
    locked = row.wants_password and version.number == row.version_number
    context["shown_as"] = "locked" if locked else shown_as(version, may_copy=bool(context["may_copy"]))
    if context["sees_customer"]:
        context["rule_path"] = rule_path(row.customer, f"{row.folder.path}/{row.name}")
    return render(request, "documents/document.html", context)


@require_GET
def text(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    """What the version says, read in the limited worker now; nothing of it can run."""
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    ensure_open(request.actor, row)
    version = version_of(row, number)
    control.ensure_copy(request.actor, row)
    note_opening(request.actor, row)
    reading = readings.read_version(version)
    context = {
        "reading": reading,
        "reason": reason_of(reading.reason),
        "parts": parts_of(reading, version.mime),
    }
    return render(request, "documents/text.html", context)


@require_GET
def versions(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    ensure_open(request.actor, row)
    rows = Version.objects.visible_to(request.actor).filter(document=row).select_related("author")
    listed = [(version, digest_of(version)) for version in rows.order_by("-number")[:200]]
    context = {"document": row, "versions": listed, **rights_context(request, row)}
    return render(request, "documents/versions.html", context)


@require_GET
def rights(request: SignedInRequest, document_id: int) -> HttpResponse:
    """What the reader may do with it, and by which rule."""
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    rulings = [(WORDS[verb], explain(request.actor.person, row, verb)[0]) for verb in RULED]
    context = {"document": row, "rulings": rulings, "may_grant": can(request.actor, "grant", row)}
    return render(request, "documents/rights.html", context | customer_context(request, row))


@require_GET
def ledger(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Who opened and changed it, for those entitled."""
    row = find_record(request.actor, Document.objects.all(), document_id)
    if not may_read_ledger_of(request.actor, row.customer_id):
        raise NotFound(_("没有找到，或您无权查看"))
    asked = ledger_reading.Asked(subject=(Document._meta.label_lower, row.pk))
    before = request.GET.get("before", "")
    page = ledger_reading.page_of(request.actor, asked, before=number_of(before))
    if not before:
        asking.note_ledger_opened(
            request.actor, customer_id=row.customer_id, person_id=None, asked={"document": str(row.pk)}
        )
    return render(request, "documents/ledger.html", {"page": page, "document": row, "results": Event.Result})


def facts_context(request: SignedInRequest, row: Document) -> dict[str, object]:
    """The panel of facts, on the page and after an edit."""
    filled = read_fields(row, row.values.all())
    declared = row.type.fields if row.type else []
    return {
        "document": row,
        "tags": lists.tags_of([row])[row.pk],
        "fields": [(field, shown(field, filled.get(field["key"], ""))) for field in declared],
        "masked": {field["key"] for field in declared if is_masked(field)},
        "may_unmask": can(request.actor, "unmask", row.customer, resource="contact_point"),
        "missing": missing_fields(row.type, filled),
        "twins": list(twins_of(bytes(row.content_mac), actor=request.actor, besides=row.pk)[:5]),
        "kept_until": kept_until(row),
        "reason": reason_of(row.read_reason),
        "has_searchable": _has_searchable(row),
        "held_through": held_through(row),
        "me": request.actor.id,
        "printed": _printed(row),
        **rights_context(request, row),
        **customer_context(request, row),
    }


def _printed(row: Document) -> int | None:
    tallies = PrintTally.objects.filter(document=row)  # reading: the page has opened it
    copies: int | None = tallies.aggregate(copies=Sum("copies"))["copies"]
    return copies


def _has_searchable(row: Document) -> bool:
    if row.mime not in searchable.SOURCES or row.read_state != "read":
        return False
    return any(map(searchable.is_offered, row.versions.filter(number=row.version_number)))


def customer_context(request: SignedInRequest, row: Document) -> dict[str, bool]:
    """Who was given this one document learns of its customer the name and number only."""
    return {"sees_customer": can(request.actor, "view", row.customer)}


def rights_context(request: SignedInRequest, row: Document) -> dict[str, bool]:
    wanted = {f"may_{verb}": (verb, None) for verb in VERBS}
    flags = can_each(request.actor, row, wanted, is_seen=True)
    may_copy = flags["may_download"] and permits.lets_out(request.actor, row)
    return flags | {"may_copy": may_copy, "asks_permit": flags["may_download"] and not may_copy}


def shown_as(version: Version, *, may_copy: bool) -> str:
    """`pages`, `text` or `none`. Who may not copy the words sees drawn pages of texts too."""
    kind = previews.kind_of(version)
    return "pages" if kind == "text" and not may_copy else kind


def version_of(row: Document, number: int | None) -> Version:
    version = row.versions.filter(number=number or row.version_number).select_related("author").first()
    if version is None:
        raise NotFound(_("没有第 %(number)s 版。") % {"number": number})
    return version
