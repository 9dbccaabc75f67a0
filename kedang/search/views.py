"""The search box, the results page, suggestions, saved views."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.door import can
from kedang.access.http import SignedInRequest
from kedang.access.models import Post
from kedang.core.numbers import numbers_of
from kedang.people.models import Department
from kedang.search import offers, overview
from kedang.search.actions.views import change_view, remove_view, save_view, set_default_views, share_view
from kedang.search.fields import declared_kinds
from kedang.search.hits import write_options, write_rows
from kedang.search.models import Rebuild, SavedView
from kedang.search.suggesting import suggest
from kedang.ui.toast import toast

LONGEST = 500


@require_GET
def instant(request: SignedInRequest) -> HttpResponse:
    """What the palette shows while typing; nobody wants to read an error half way through a word."""
    query = _asked(request)
    offered = offers.offers(query, request.actor) if query else []
    groups = overview.groups(query, request.actor, counted=0) if query and not offered else []
    palette = [(group, write_options(group.hits)) for group in groups if group.hits]
    context = {"groups": palette, "offers": offered, "q": query, "rebuild": Rebuild.under_way()}
    return render(request, "search/instant.html", context)


@require_GET
def results(request: SignedInRequest) -> HttpResponse:
    query, kind = _asked(request), request.GET.get("kind", "")
    groups, chosen = overview.results(query, request.actor, kind, _cursor(request)) if query else ([], "")
    error = groups[0].error if groups and all(group.error for group in groups) else None
    shown = next((group for group in groups if group.kind == chosen), None)
    page = {
        "q": query,
        "groups": [group for group in groups if not group.error],
        "error": error,
        "shown": shown,
        "hits": write_rows(shown.hits) if shown else "",
        "kind": chosen,
        "rebuild": Rebuild.under_way(),
    }
    return render(request, "search/results.html", page)


@require_GET
def more(request: SignedInRequest, kind: str) -> HttpResponse:
    """The next results of one kind."""
    _check_kind(request, kind)
    shown = overview.group(kind, _asked(request), request.actor, cursor=_cursor(request), counted=0)
    page = {"q": _asked(request), "shown": shown, "hits": write_rows(shown.hits)}
    return render(request, "search/hits.html", page)


@require_GET
def counts(request: SignedInRequest) -> HttpResponse:
    """Into the tabs of the results page, when it is there."""
    query = _asked(request)
    found = overview.counts(query, request.actor) if query else {}
    return render(request, "search/counts.html", {"counts": found})


@require_GET
def facets(request: SignedInRequest, kind: str) -> HttpResponse:
    _check_kind(request, kind)
    found = overview.facets(kind, _asked(request), request.actor)
    return render(request, "search/facets.html", {"facets": found, "kind": kind})


@require_GET
def suggestions(request: SignedInRequest) -> JsonResponse:
    kind = request.GET.get("model", "")
    if kind not in declared_kinds():
        return JsonResponse({"suggestions": [], "start": 0})
    found = suggest(request.GET.get("q", "")[:LONGEST], kind, request.actor)
    return JsonResponse({"suggestions": [each._asdict() for each in found.items], "start": found.start})


@require_POST
def views(request: SignedInRequest) -> HttpResponse:
    """Keep the query of a list."""
    view = save_view(
        SavedView,
        request.POST.get("kind", ""),
        request.POST.get("name", ""),
        request.POST.get("query", ""),
        sort=request.POST.get("sort", "")[:60],
        columns=[name[:60] for name in request.POST.get("columns", "").split("-") if name][:40],
        face=request.POST.get("face", ""),
        grouping=request.POST.get("grouping", ""),
        actor=request.actor,
    )
    toast(request, _("已保存视图“%(name)s”") % {"name": view.name})
    return _back(request)


@require_GET
def view_new(request: SignedInRequest) -> HttpResponse:
    """The form in a dialog; `kind`, `q`, `sort` and `next` come from the list."""
    _check_kind(request, request.GET.get("kind", ""))
    return render(request, "search/view_new.html", {"given": request.GET})


def view(request: SignedInRequest, view_id: int) -> HttpResponse:
    """GET: the form of one's own view; POST: `deed` change, share or remove."""
    found = get_object_or_404(SavedView.objects.visible_to(request.actor).owned_by(request.actor), pk=view_id)
    if request.method != "POST":
        may_share = can(request.actor, "share", SavedView)
        choices = SavedView.Sharing.choices
        page = {
            "view": found,
            "may_share": may_share,
            "choices": choices,
            "next": request.GET.get("next", ""),
            "chosen": list(found.departments.values_list("pk", "name")),
            "posts": _posts(found) if may_share else [],
        }
        return render(request, "search/view.html", page)
    deed = request.POST.get("deed", "change")
    if deed == "remove":
        remove_view(found, actor=request.actor)
        toast(request, _("已删除视图“%(name)s”") % {"name": found.name})
    elif deed == "share":
        departments = Department.objects.filter(pk__in=numbers_of(request.POST.getlist("departments")))
        share_view(found, request.POST.get("shared_with", ""), list(departments), actor=request.actor)
        toast(request, _("已更新分享范围"))
    elif deed == "default":
        posts = Post.objects.filter(pk__in=numbers_of(request.POST.getlist("posts")))
        set_default_views(found, list(posts), actor=request.actor)
        toast(request, _("已设为这些岗位的默认视图"))
    else:
        change_view(
            found, name=request.POST.get("name"), query=request.POST.get("query"), actor=request.actor
        )
        toast(request, _("已保存"))
    return _back(request)


def _posts(found: SavedView) -> list[tuple[int, str, bool]]:
    """The posts, and which begin with this view."""
    chosen = set(found.defaults.values_list("post_id", flat=True))
    posts = Post.objects.order_by("pk").values_list("pk", "name")
    return [(pk, name, pk in chosen) for pk, name in posts]


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


def _cursor(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _check_kind(request: SignedInRequest, kind: str) -> None:
    if kind not in declared_kinds():
        raise Http404


def _back(request: HttpRequest) -> HttpResponse:
    """To the page one came from, which must be ours."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("search")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)
