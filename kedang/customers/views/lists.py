"""The list of customers, and bulk work on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.models import Run
from kedang.access.rights import rights_of
from kedang.access.runs import start_run
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of, numbers_of
from kedang.customers import bulk
from kedang.customers.cells import Cells
from kedang.customers.facets import facets_of
from kedang.customers.listing import COLUMNS, ORDERS, SHOWN, Listing, list_customers, selected
from kedang.customers.models import Customer, Stage, Tag
from kedang.customers.querysets import CustomerQuerySet
from kedang.search.models import SavedView
from kedang.ui.toast import toast, trigger

COOKIE = "customer_columns"
YEAR = 365 * 24 * 3600


@require_GET
def customers(request: SignedInRequest) -> HttpResponse:
    query, order = request.GET.get("q", "").strip(), request.GET.get("sort", "-id")
    columns = columns_of(request)
    listing = list_customers(
        request.actor, query=query, order=order, cursor=request.GET.get("after", ""), columns=columns
    )
    context: dict[str, Any] = {
        "listing": listing,
        "columns": columns,
        "labels": COLUMNS,
        "rows": _written(listing, columns),
        "width": len(columns) + 2,
    }
    if "after" in request.GET:
        return render(request, "customers/rows.html", context)
    rights = rights_of(request.actor)
    tabs = _tabs(request, query)
    save = {"kind": "customer", "q": query, "sort": listing.order, "next": request.get_full_path()}
    context |= {
        "tabs": tabs,
        "is_saved": any(is_present for _words, _address, is_present in tabs),
        "may_save": rights.has("saved_view", "create"),
        "save_url": f"{reverse('saved_view_new')}?{_query(**save)}",
        "sorts": _sorts(listing.order),
        "may": {
            verb: rights.has("customer", verb) for verb in ("create", "edit", "delete", "import", "export")
        },
        "stages": Stage.choices,
        "is_bare": not query and not listing.rows and not listing.error,
    }
    return render(request, "customers/list.html", context)


@require_GET
def facets(request: SignedInRequest) -> HttpResponse:
    """What the drawer asks for when it opens: counting costs more than most who look at the list want."""
    found = facets_of(request.GET.get("q", "").strip(), request.actor)
    return render(request, "customers/facets.html", {"facets": found})


@require_POST
def columns(request: SignedInRequest) -> HttpResponse:
    """Which columns to show: this browser remembers."""
    chosen = [name for name in request.POST.getlist("columns") if name in COLUMNS]
    response = redirect(_back(request))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, "-".join(chosen), max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@require_POST
def bulk_work(request: SignedInRequest, verb: str) -> HttpResponse:
    """Start a run over the chosen rows, or over all that the query asks for."""
    run = _start(request, verb, _chosen(request))
    toast(request, _("已开始：%(title)s（%(count)d 位）") % {"title": run.title, "count": run.total}, "note")
    response = redirect(_back(request))
    trigger(response, "kd:tray", True)
    return response


def columns_of(request: SignedInRequest) -> list[str]:
    stored = request.COOKIES.get(COOKIE)
    return [name for name in stored.split("-") if name in COLUMNS] if stored is not None else list(SHOWN)


def _written(listing: Listing, columns: list[str]) -> list[SafeString]:
    cells = Cells(columns, COLUMNS)
    return [cells.write(row) for row in listing.rows]


def _chosen(request: SignedInRequest) -> CustomerQuerySet:
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
        names = "、".join(tag.name for tag in tags)
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


def _tabs(request: SignedInRequest, query: str) -> list[tuple[str, str, bool]]:
    """Words, address, whether it is the present one."""
    fixed = [
        (_("全部客户"), ""),
        (_("我负责的"), "负责人:我"),  # i18n: the query language
        (_("30 天内更新"), "更新:30天内"),  # i18n: the query language
    ]
    views = SavedView.objects.visible_to(request.actor).of_kind("customer")[:12]
    return [
        (words, reverse("customers") + (f"?{_query(q=asked)}" if asked else ""), asked == query)
        for words, asked in [*fixed, *((view.name, view.query) for view in views)]
    ]


def _sorts(order: str) -> dict[str, str]:
    """The order a press on a column's head leads to."""
    return {
        name: f"-{name}" if order == name else name for name in {one.lstrip("-") for one in ORDERS} - {"id"}
    }


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _back(request: SignedInRequest) -> str:
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else reverse("customers")
