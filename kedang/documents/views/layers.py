"""What lies over the page images: words to select for who may copy, marks of a find for everybody who reads."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid
from kedang.documents import control, places, quotas
from kedang.documents.models import Document, Version
from kedang.documents.openings import note_opening
from kedang.documents.sitting import ensure_still_open
from kedang.documents.views.detail import version_of

# A reader who may not take the words may look for some: too short or too often would spell the text out.
SHORTEST = 2


@never_cache
@require_GET
def words(request: SignedInRequest, document_id: int, number: int, page: int) -> HttpResponse:
    """The words of a page and their places, for the selectable layer."""
    document, version = _opened(request, document_id, number)
    control.ensure_copy(request.actor, document)
    laid = places.words_of(version, [page])
    rows = [[word.text, *(round(part, 4) for part in word[1:])] for word in (laid[0].words if laid else ())]
    return JsonResponse({"words": rows})


@never_cache
@require_GET
def find(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    """Where `q` stands: pages and boxes, never words."""
    document, version = _opened(request, document_id, number)
    sought = request.GET.get("q", "").strip()[:100]
    if not control.may_copy(request.actor, document):
        if len(sought) < SHORTEST:
            raise Invalid(_("请输入至少两个字"), field="q")
        quotas.take_find(document, actor=request.actor)
    found = places.find(version, sought) if sought else places.Found([])
    hits = [{"page": hit.page, "boxes": hit.boxes} for hit in found.hits]
    return JsonResponse({"hits": hits, "is_cut": found.is_cut})


def _opened(request: SignedInRequest, document_id: int, number: int) -> tuple[Document, Version]:
    document = find_record(request.actor, Document.objects.select_related("customer"), document_id)
    ensure_still_open(request.actor, document)
    version = version_of(document, number)
    note_opening(request.actor, document)
    return document, version
