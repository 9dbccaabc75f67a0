"""Comments: shown, said, changed, taken back; who may be spoken to."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can_each
from kedang.access.http import SignedInRequest
from kedang.access.opening import note_opening
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of, numbers_of
from kedang.documents.models import Document
from kedang.teamwork import mentions
from kedang.teamwork.actions import comments as deeds
from kedang.teamwork.commenting import Said, may_change
from kedang.teamwork.revisions import revisions_of
from kedang.teamwork.sealing import text_of
from kedang.teamwork.timeline import comments_about
from kedang.teamwork.views.finding import about_of, answer, comment_of
from kedang.ui.toast import toast

ROWS = 20


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def comments(request: SignedInRequest, kind: str, object_id: int) -> HttpResponse:
    """GET: a part of the page of a document or project, newest first; POST: one more."""
    about = about_of(request, kind, object_id)
    if request.method == "POST":
        made = deeds.comment(about.customer, _said(request), about=about, actor=request.actor)
        undo = reverse("teamwork:comment_withdraw", args=[made.pk])
        toast(request, _("已发表评论"), undo_url=undo)
        return answer()
    before = number_of(request.GET.get("before"))
    found = comments_about(about, request.actor, before=before, limit=ROWS + 1)
    context = {
        "about": about,
        "kind": kind,
        "object_id": object_id,
        "comments": found[:ROWS],
        "more": found[ROWS - 1].row.pk if len(found) > ROWS else None,
        "may_comment": rights_of(request.actor).has("comment", "create"),
        "may_attach": not before
        and can_each(request.actor, about.customer, {"file": ("create", "document")}, is_seen=True)["file"],
    }
    return render(request, "teamwork/comment_rows.html" if before else "teamwork/comments.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """GET: the form or what it said before, for `#dialog`; POST: changed."""
    found = comment_of(request, comment_id)
    if request.method == "POST":
        expected = number_of(request.POST.get("revision"))
        deeds.change_comment(found, _said(request), expected=expected, actor=request.actor)
        toast(request, _("已保存"))
        return answer()
    note_opening(request.actor, found.customer)
    context = {
        "row": found,
        "text": text_of(found),
        "may_change": may_change(found, request.actor),
        "revisions": revisions_of(found),
        "documents": list(Document.objects.visible_to(request.actor).filter(comment_uses__comment=found)),
    }
    return render(request, "teamwork/comment_form.html", context)


@require_GET
def place(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Where the comment stands, for notices and search."""
    found = comment_of(request, comment_id)
    if found.document_id is not None:
        return redirect(f"{reverse('documents:document', args=[found.document_id])}#comments")
    return redirect(f"{reverse('customer', args=[found.customer_id])}#comment-{found.pk}")


@require_POST
def withdrawal(request: SignedInRequest, comment_id: int) -> HttpResponse:
    deeds.withdraw_comment(comment_of(request, comment_id), actor=request.actor)
    undo = reverse("teamwork:comment_return", args=[comment_id])
    toast(request, _("已撤回评论"), "note", undo_url=undo)
    return answer()


@require_POST
def return_(request: SignedInRequest, comment_id: int) -> HttpResponse:
    deeds.return_comment(comment_of(request, comment_id), actor=request.actor)
    toast(request, _("已恢复评论"))
    return answer()


@require_GET
def pick_mention(request: SignedInRequest, kind: str, object_id: int) -> JsonResponse:
    """Colleagues who may see it, by the beginning of `q`."""
    about = about_of(request, kind, object_id)
    typed = request.GET.get("q", "")[:40]
    found = mentions.offered(about.customer, about.document, typed, but=request.actor.id)
    results = [
        {"value": one.pk, "label": one.name, "hint": one.department.name if one.department else one.title}
        for one in found
    ]
    return JsonResponse({"results": results})


def _said(request: SignedInRequest) -> Said:
    given = request.POST
    return Said(
        text=given.get("text", ""),
        mentions=numbers_of(given.getlist("mentions")),
        documents=numbers_of(given.getlist("documents")),
    )
