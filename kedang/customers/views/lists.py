"""The list of customers, and bulk work on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.models import Run
from kedang.access.runs import start_run
from kedang.core import preset_names
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of, numbers_of
from kedang.customers import bulk
from kedang.customers.asked import COOKIE, Asked, asked_of, known
from kedang.customers.board import board_of, groups_of
from kedang.customers.columns import offered_fields
from kedang.customers.facets import facets_of
from kedang.customers.listing import COLUMNS, COUNTED, Listing, list_customers, selected
from kedang.customers.models import Customer, Stage, Tag
from kedang.customers.querysets import CustomerQuerySet
from kedang.customers.views.list_frame import frame, heads, look, plain_heads
from kedang.customers.views.showing import card_writer, labels_of, row_writer, written
from kedang.ui.toast import toast, trigger

YEAR = 365 * 24 * 3600


@require_GET
def customers(request: SignedInRequest) -> HttpResponse:
    """`q`, `sort`, `columns`, `view`, `face` (board), `group`, `after`; what is not given comes from the view."""
    asked = asked_of(request)
    if "after" in request.GET or not (asked.face == "board" or asked.group):
        return _as_list(request, asked)
    return _as_groups(request, asked)


def _as_list(request: SignedInRequest, asked: Asked) -> HttpResponse:
    listing = list_customers(
        request.actor,
        query=asked.query,
        order=asked.order,
        cursor=request.GET.get("after", ""),
        columns=asked.columns,
    )
    labels = labels_of(asked.columns)
    context: dict[str, Any] = {
        "listing": listing,
        "rows": written(listing.rows, asked.columns, request.actor),
        "width": len(labels) + 2,
    }
    if "after" in request.GET:
        return render(request, "customers/rows.html", context)
    context |= frame(request, asked) | {
        "heads": heads(request, labels, listing.order),
        "is_bare": not asked.query and not listing.rows and not listing.error,
    }
    return render(request, "customers/list.html", context | {"look": look(context)})


def _as_groups(request: SignedInRequest, asked: Asked) -> HttpResponse:
    actor, labels = request.actor, labels_of(asked.columns)
    if asked.face == "board":
        groups = board_of(actor, asked.query)
        write = card_writer(actor)
    else:
        groups = groups_of(actor, asked.query, asked.group, asked.columns)
        write = row_writer(asked.columns, actor)
    shown = [
        {
            "value": group.value, "label": group.label, "count_label": group.count_label, "has_more": group.has_more,
            "address": asked.address(q=group.query, group="", face=""),
            "written": write(group.rows),
        }
        for group in groups.groups
    ]  # fmt: skip
    context: dict[str, Any] = {
        "groups": {"groups": shown, "more": groups.more, "is_bare": groups.is_bare},
        "listing": Listing(
            asked.query,
            "-id",
            count=sum(min(group.count, COUNTED) for group in groups.groups),
            is_exact=not groups.more and all(group.count <= COUNTED for group in groups.groups),
            error=groups.error,
        ),
        "heads": plain_heads(labels),
        "width": len(labels) + 2,
        "is_bare": not asked.query and groups.is_bare and not groups.error,
    }
    context |= frame(request, asked)
    return render(request, "customers/list.html", context | {"look": look(context)})


@require_GET
def facets(request: SignedInRequest) -> HttpResponse:
    """What the drawer asks for when it opens: counting costs more than most who look at the list want."""
    found = facets_of(request.GET.get("q", "").strip(), request.actor)
    return render(request, "customers/facets.html", {"facets": found})


@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest) -> HttpResponse:
    """GET: what the menu asks for when it opens. POST: which columns to show; this browser remembers."""
    if request.method == "GET":
        own = [(field.key, field.title) for field in offered_fields()]
        shown = asked_of(request).columns
        offered = [(name, words, name in shown) for name, words in [*COLUMNS.items(), *own]]
        return render(request, "customers/columns.html", {"offered": offered})
    chosen = known(request.POST.getlist("columns"))
    response = redirect(_back_without_columns(request))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, "-".join(chosen), max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@require_POST
def bulk_work(request: SignedInRequest, verb: str) -> HttpResponse:
    """Start a run over the chosen rows, or over all that the query asks for."""
    run = _start(request, verb, chosen_of(request))
    toast(request, _("已开始：%(title)s（%(count)d 位）") % {"title": run.title, "count": run.total}, "note")
    response = redirect(_back(request))
    trigger(response, "kd:tray", True)
    return response


def chosen_of(request: SignedInRequest) -> CustomerQuerySet:
    everything = request.POST.get("all", "")
    if everything:
        # "1": all of an empty query.
        return selected(request.actor, "" if everything == "1" else everything)  # type: ignore[return-value]  # guarded
    ids = numbers_of(request.POST.getlist("ids"))
    if not ids:
        raise Invalid(_("没有选中客户"), remedy=_("请先勾选，再操作。"))
    return Customer.objects.visible_to(request.actor).filter(pk__in=ids[:1000])


def _start(request: SignedInRequest, verb: str, chosen: CustomerQuerySet) -> Run:
    actor = request.actor
    if verb in {"tag", "untag"}:
        tags = list(Tag.objects.filter(pk__in=numbers_of(request.POST.getlist("tags"))))
        if not tags:
            raise Invalid(_("请选择标签"), field="tags")
        names = "、".join(preset_names.shown(tag.name) for tag in tags)
        args = {"add" if verb == "tag" else "remove": [tag.pk for tag in tags]}
        title = _("加标签：%(names)s") if verb == "tag" else _("去标签：%(names)s")
        return start_run(bulk.tag_run, chosen, args, actor=actor, title=title % {"names": names})
    if verb == "stage":
        stage = request.POST.get("stage", "")
        title = _("改阶段：%(stage)s") % {"stage": dict(Stage.choices).get(stage, stage)}
        return start_run(bulk.stage_run, chosen, {"stage": stage}, actor=actor, title=title)
    if verb == "assign":
        owner = number_of(request.POST.get("owner"))
        if owner is None:
            raise Invalid(_("请选择负责人"), field="owner")
        return start_run(bulk.assign_run, chosen, {"owner": owner}, actor=actor, title=_("改负责人"))
    if verb == "trash":
        return start_run(bulk.trash_run, chosen, {}, actor=actor, title=_("移入回收站"))
    raise Invalid(_("没有这种操作"))


def _back(request: SignedInRequest) -> str:
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else reverse("customers")


def _back_without_columns(request: SignedInRequest) -> str:
    """What was chosen goes before what a view or an address says."""
    parts = urlsplit(_back(request))
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "columns"
    ]
    chosen = known(request.POST.getlist("columns"))
    if any(name == "view" for name, _value in kept):
        kept.append(("columns", "-".join(chosen)))
    return urlunsplit(parts._replace(query=urlencode(kept)))
