"""Posts: the matrix of rights, its living example, and the page that says why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.models import Post
from kedang.access.separation import pairs
from kedang.access.words import RESOURCES, VERBS
from kedang.accounts import examples, reading
from kedang.accounts.actions.posts import PostEntry, add_post, change_post, let_sales_edit, remove_post
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.people import PostForm

# Which verbs mean something on which resource; the others stay empty in the matrix.
SENSIBLE: dict[str, str] = {
    "customer": "view create edit delete export import approve grant",
    "contact_point": "view create edit delete unmask",
    "document": "view create edit delete download print share export import approve grant",
    "folder": "view create edit delete",
    "tag": "view create edit delete",
    "template": "view create edit delete manage",
    "saved_view": "view create share",
    "person": "view create edit manage",
    "post": "view create edit delete manage grant",
    "ledger": "view export",
    "settings": "view edit manage",
}


@require_GET
def posts(request: SignedInRequest) -> HttpResponse:
    context = {
        "posts": reading.posts_visible_to(request.actor),
        "can_create": reading.may(request.actor, "post", "create"),
        "sales": reading.sales_switch(request.actor),
    }
    return render(request, "accounts/posts.html", context)


@require_POST
def sales(request: SignedInRequest) -> HttpResponse:
    """The switch: whether sellers change the whole profile of their own customers at once."""
    reading.demand(request.actor, "post", "manage")
    allowed = request.POST.get("allowed") == "1"
    let_sales_edit(reading.sales_post(), allowed, actor=request.actor)
    say(request, _("已打开，对担任销售的人立即生效") if allowed else _("已关闭，对担任销售的人立即生效"))
    return redirect("accounts:posts")


@require_http_methods(["GET", "POST"])
def new_post(request: SignedInRequest) -> HttpResponse:
    reading.demand(request.actor, "post", "create")
    form = PostForm(request.POST or None)
    made: list[Post] = []
    if form.does(lambda: made.append(add_post(None, _entry(form, request.POST), actor=request.actor))):
        say(request, _("已添加岗位"))
        return redirect("accounts:post", made[0].pk)
    return render(request, "accounts/post.html", _context(request, None, form))


@require_http_methods(["GET", "POST"])
def post(request: SignedInRequest, post_id: int) -> HttpResponse:
    shown = reading.post_of(request.actor, post_id)
    initial = {
        **{name: getattr(shown, name) for name in ("name", "description", "scope", "clearance")},
        "demands_second_factor": shown.demands_second_factor,
        "expected": shown.revision,
    }
    form = PostForm(request.POST or None, initial=initial)
    if form.does(lambda: _change(request, shown, form)):
        say(request, _("已保存，对任职的 %(count)d 人立即生效") % {"count": shown.holders})  # type: ignore[attr-defined]  # annotated
        return redirect("accounts:post", shown.pk)
    return render(request, "accounts/post.html", _context(request, shown, form))


@require_POST
def remove(request: SignedInRequest, post_id: int) -> HttpResponse:
    remove_post(reading.post_of(request.actor, post_id), actor=request.actor)
    say(request, _("已删除岗位"))
    return redirect("accounts:posts")


@require_POST
def example(request: SignedInRequest) -> HttpResponse:
    """What the post as it stands in the form would mean: for one of its holders, or for anybody chosen."""
    reading.demand(request.actor, "post", "view")
    form = PostForm(request.POST)
    person = reading.colleague(request.POST.get("example_person"))
    entry = _entry(form, request.POST) if form.is_valid() else None
    shown = examples.example_of(entry, person) if entry and person else None
    return render(request, "accounts/post_example.html", {"example": shown})


def _entry(form: PostForm, data: QueryDict) -> PostEntry:
    entered = {name: value for name, value in form.cleaned_data.items() if name != "expected"}
    chosen = [right.partition(".") for right in data.getlist("rights")]
    return PostEntry(**entered, rights=frozenset((resource, verb) for resource, _dot, verb in chosen))


def _change(request: SignedInRequest, shown: Post, form: PostForm) -> None:
    expected = form.cleaned_data["expected"]
    change_post(shown, _entry(form, request.POST), expected=expected, actor=request.actor)


def _context(request: SignedInRequest, shown: Post | None, form: PostForm) -> dict[str, Any]:
    if request.method == "POST":
        chosen = set(request.POST.getlist("rights"))
    else:
        chosen = {f"{resource}.{verb}" for resource, verb in pairs(shown)} if shown else set()
    holders = reading.holders_of(shown) if shown else []
    verb = "manage" if shown else "create"
    return {
        "post": shown,
        "form": form,
        "verbs": list(VERBS.values()),
        "matrix": _matrix(chosen),
        "holders": holders,
        "someone": holders[0].person if holders else None,
        "can_edit": reading.may(request.actor, "post", verb),
        "can_delete": bool(shown and not shown.is_preset and reading.may(request.actor, "post", "delete")),
    }


def _matrix(chosen: set[str]) -> list[dict[str, Any]]:
    """A row per resource, a cell per verb; a right that is held is shown even where it makes little sense."""
    rows = []
    for resource, label in RESOURCES.items():
        sensible = SENSIBLE.get(resource, " ".join(VERBS)).split()
        cells = [
            {
                "name": f"{resource}.{verb}",
                "label": f"{label}：{words}",
                "checked": f"{resource}.{verb}" in chosen,
                "is_offered": verb in sensible or f"{resource}.{verb}" in chosen,
            }
            for verb, words in VERBS.items()
        ]
        rows.append({"label": label, "cells": cells})
    return rows
