"""On the way to a document of the top level: show the second factor, say why, go on to where one was going."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from kedang.access.gates import is_fresh
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.accounts.factors import has_factor
from kedang.documents.actions.unlocking import unlock_document
from kedang.documents.models import Document
from kedang.documents.sitting import is_unlocked


@require_http_methods(["GET", "POST"])
def unlock(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    onward = _onward(request, row)
    if request.method == "POST":
        unlock_document(row, actor=request.actor)
        return redirect(onward)
    if is_unlocked(request.actor, row):
        return redirect(onward)
    here = f"{request.path}?{urlencode({'next': onward})}"
    context = {
        "document": row,
        "onward": onward,
        "is_fresh": is_fresh(request.actor),
        "has_factor": has_factor(request.user),
        "prove_at": f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}",
        "set_up_at": f"{reverse('mfa_activate_totp')}?{urlencode({'next': here})}",
    }
    return render(request, "documents/unlock.html", context)


def _onward(request: HttpRequest, row: Document) -> str:
    """Where one was going; not to another site, nor here again."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None) and not wanted.startswith(request.path)
    return wanted if is_ours else reverse("documents:document", args=[row.pk])
