"""A masked field of a document shown in full, for a reason."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.documents.models import Document
from kedang.documents.sitting import ensure_open
from kedang.understanding.actions.unmasking import unmask_field


@require_POST
def unmask(request: SignedInRequest, document_id: int, key: str) -> HttpResponse:
    document = find_record(request.actor, Document.objects.with_places(), document_id)
    ensure_open(request.actor, document)
    value = unmask_field(document, key, actor=request.actor)
    return HttpResponse(
        value, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
