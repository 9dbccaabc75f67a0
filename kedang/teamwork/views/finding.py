"""How views get at comments and what they are about, and how they answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.core.errors import NotFound
from kedang.customers.models import Customer, Project
from kedang.documents.models import Document
from kedang.teamwork.commenting import About
from kedang.teamwork.models import Comment
from kedang.ui.toast import trigger


def about_of(request: SignedInRequest, kind: str, pk: int) -> About:
    """What is spoken of, when its customer and the comments on it may be seen too."""
    found = _find(request, kind, pk)
    check_right(request.actor, "view", found.customer, resource="comment")
    if request.method != "POST":
        note_opening(request.actor, found.customer)
    return found


def comment_of(request: SignedInRequest, pk: int) -> Comment:
    rows = Comment.objects.filter(customer__trashed_at=None).select_related("customer", "author", "document")
    return find_record(request.actor, rows, pk)


def answer() -> HttpResponse:
    """Parts that show comments load themselves again."""
    response = HttpResponse(status=204)
    for name in ("kd:timeline", "kd:comments", "kd:close"):
        trigger(response, name, True)
    return response


def _find(request: SignedInRequest, kind: str, pk: int) -> About:
    actor = request.actor
    if kind == "customer":
        return About(find_record(actor, Customer.objects.all(), pk))
    if kind == "document":
        document = find_record(actor, Document.objects.select_related("customer"), pk)
        return About(find_record(actor, Customer.objects.all(), document.customer_id), document=document)
    if kind == "project":
        project = find_record(actor, Project.objects.select_related("customer"), pk)
        return About(find_record(actor, Customer.objects.all(), project.customer_id), project=project)
    raise NotFound(_("没有找到，或您无权查看"))
