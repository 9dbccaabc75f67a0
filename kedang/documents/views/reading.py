"""How a document's text is come by: whether it was read, its password, its searchable copy."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.errors import NotFound
from kedang.documents import renditions, searchable
from kedang.documents.actions import passwords, versions
from kedang.documents.downloads import open_download, respond
from kedang.documents.models import Version
from kedang.documents.reading import sniff
from kedang.documents.views.detail import facts_context
from kedang.documents.views.edits import found, shown_again
from kedang.filing.file_names import split_extension
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def reading(request: SignedInRequest, document_id: int) -> HttpResponse:
    """GET: the panel once the text has been read; POST: have it read again."""
    row = found(request, document_id)
    if request.method == "POST":
        versions.reread(row, actor=request.actor)
        return shown_again(request, row, _("正在重新读取"))
    if row.is_being_recognised:
        told = render(request, "documents/reading_progress.html", {"document": row, "oob_progress": True})
        told["HX-Reswap"] = "none"  # only the number moves; what is being typed beside it stays
        return told
    if row.is_being_read:
        return HttpResponse(status=204)
    return render(request, "documents/facts.html", facts_context(request, row))


@require_POST
def password(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Opens a protected file, once for everybody who may see the document."""
    row = found(request, document_id)
    check_right(request.actor, "edit", row)
    version = row.versions.filter(number=row.version_number).first()
    if version is None:
        raise NotFound(_("没有第 %(number)s 版。") % {"number": row.version_number})
    given = request.POST.get("password", "")
    passwords.check_password(version, given)
    passwords.keep_password(row, version, given, actor=request.actor)
    toast(request, _("密码正确，正在读取"))
    # The whole page anew: its preview opens too.
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("documents:document", args=[row.pk])})


@require_GET
def searchable_copy(request: SignedInRequest, document_id: int) -> HttpResponseBase:
    """The current version as a PDF whose text can be searched; under every rule of a download."""
    download = open_download(request.actor, document_id)
    download.reader.close()
    copy = searchable.copy_of(download.version)
    _rename(download.version, download.document.name)
    download.document.name = download.version.original_name
    return respond(
        replace(download, reader=renditions.open_rendition(copy)), request.headers.get("Range", "")
    )


def _rename(version: Version, name: str) -> None:
    """For this answer only: what leaves is a PDF."""
    version.original_name = _("%(name)s（可检索）.pdf") % {"name": split_extension(name)[0]}
    version.mime = sniff.PDF
