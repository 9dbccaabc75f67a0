"""tus 1.0 (https://tus.io/protocols/resumable-upload): creation, creation-with-upload, checksum, termination, expiration."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Conflict, DomainError, Invalid
from kedang.core.numbers import number_of
from kedang.documents import uploads
from kedang.documents.actions.filing import restore_instead
from kedang.documents.models import Document, Upload
from kedang.ui.errors import in_words

VERSION = "1.0.0"
_BODY = "application/offset+octet-stream"
_EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"


View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Senders read JSON and the protocol's header, not pages."""

    @wraps(view)
    def answer(request: SignedInRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            words = {"error": in_words(error)}
            return JsonResponse(words, status=error.status, headers={"Tus-Resumable": VERSION})

    return answer


@speaks_tus
@require_http_methods(["OPTIONS", "POST"])
def collection(request: SignedInRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return _capabilities()
    upload = uploads.start(_length(request), _facts(request), actor=request.actor)
    response = _answered(upload, 201)
    if request.content_type == _BODY:
        uploads.append(upload, 0, request, checksum=_checksum(request))  # type: ignore[arg-type]  # a request reads like a file
        response = _answered(upload, 201)
    response["Location"] = reverse("documents:upload", args=[upload.token])
    return _finished(request, upload, response)


@speaks_tus
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
def one(request: SignedInRequest, token: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return _capabilities()
    upload = uploads.find(token, actor=request.actor)
    if request.method == "HEAD":
        return _finished(request, upload, _answered(upload, 200))
    if request.method == "DELETE":
        uploads.discard(upload)
        return _answered(upload, 204)
    if request.content_type != _BODY:
        return HttpResponse(status=415)
    uploads.append(upload, _offset(request), request, checksum=_checksum(request))  # type: ignore[arg-type]  # as above
    return _finished(request, upload, _answered(upload, 204))


@speaks_tus
@require_POST
def decision(request: SignedInRequest, token: str) -> HttpResponse:
    """What becomes of a file whose content lies in the trash: `restore` it, file it as `new`, or `drop` it."""
    upload = uploads.find(token, actor=request.actor)
    deed = request.POST.get("deed", "")
    if deed == "restore":
        return JsonResponse(_restored(request, upload))
    if deed == "new":
        return JsonResponse(_linked(uploads.finish(upload, actor=request.actor, twin="new")))
    if deed != "drop":
        raise Invalid(_("没有这种操作。"), field="deed", value=deed)
    uploads.discard(upload)
    return JsonResponse({})


def _restored(request: SignedInRequest, upload: Upload) -> dict[str, str]:
    asked = number_of(request.POST.get("document")) or 0
    document = find_record(request.actor, Document.objects.trashed().filter(size=upload.length or 0), asked)
    restore_instead(document, upload, actor=request.actor)
    uploads.free_filed(upload)
    return _linked({"document": str(document.pk), "name": document.name})


def _linked(answer: dict[str, str]) -> dict[str, str]:
    number = answer.get("document")
    return answer | ({"url": reverse("documents:document", args=[int(number)])} if number else {})


def _finished(request: SignedInRequest, upload: Upload, response: HttpResponse) -> HttpResponse:
    """When all is there it is filed at once; a sender who resumes at the end gets the answer too."""
    if upload.is_complete:
        for name, value in uploads.finish(upload, actor=request.actor).items():
            if value:
                response[f"Upload-{name.title()}"] = base64.b64encode(value.encode()).decode()
        if request.method == "PATCH" and upload.document_id:
            response["Location"] = reverse("documents:document", args=[upload.document_id])
    return response


def _answered(upload: Upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Length"] = str(upload.length)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    response["Cache-Control"] = "no-store"
    return response


def _capabilities() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": _EXTENSIONS,
            "Tus-Max-Size": str(uploads.LARGEST),
            "Tus-Checksum-Algorithm": ",".join(uploads.CHECKSUMS),
        },
    )


def _length(request: SignedInRequest) -> int:
    try:
        return int(request.headers["Upload-Length"])
    except (KeyError, ValueError):
        raise Invalid(_("上传没有说明文件大小。"), field="Upload-Length") from None


def _offset(request: SignedInRequest) -> int:
    try:
        return int(request.headers["Upload-Offset"])
    except (KeyError, ValueError):
        raise Conflict(_("续传的位置不对。"), field="Upload-Offset") from None


def _checksum(request: SignedInRequest) -> str:
    return request.headers.get("Upload-Checksum", "").strip()


def _facts(request: SignedInRequest) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and base64, separated by commas."""
    facts: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            facts[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid(_("上传的说明读不懂。"), field="Upload-Metadata", value=key) from None
    facts.pop("", None)
    return facts
