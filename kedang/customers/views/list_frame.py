"""What stands around the rows of the list: tabs, tools, the heads of the columns."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.customers.asked import Asked
from kedang.customers.board import GROUPINGS
from kedang.customers.columns import SORTED, own_fields
from kedang.customers.listing import more_sorts
from kedang.customers.models import Stage
from kedang.customers.own_groups import groupings as own_groupings
from kedang.customers.sorting import ORDERS
from kedang.search.models import SavedView
from kedang.search.views_kept import views_for
from kedang.ui.fixed import Look
from kedang.ui.templatetags.ui import icon

# Which of the shown columns can be sorted by, and under which name.
_SORTED = {"updated": "updated_at"}


def frame(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    """What stands around the rows, whatever their face."""
    rights = rights_of(request.actor)
    tabs = _tabs(request, asked)
    save = {
        "kind": "customer", "q": asked.query, "sort": asked.order, "columns": "-".join(asked.columns),
        "group": asked.group, "face": asked.face, "next": request.get_full_path(),
    }  # fmt: skip
    return {
        "asked": asked,
        "tabs": tabs,
        "is_saved": any(present for _words, _address, present in tabs) and not _is_arranged(asked),
        "may_save": rights.has("saved_view", "create"),
        "save_url": f"{reverse('saved_view_new')}?{_query(**save)}",
        "faces": _faces(asked),
        "groupings": [
            (asked.address(group=name, face=""), words, name == asked.group) for name, words in _groupings()
        ],
        "may": {
            verb: rights.has("customer", verb)
            for verb in ("create", "edit", "delete", "import", "export", "assign")
        },
        "stages": Stage.choices,
    }


def look(context: dict[str, Any]) -> Look:
    """What the page's frame depends on, apart from what is drawn fresh."""
    asked, listing = context["asked"], context["listing"]
    groups = context.get("groups", {"groups": [], "is_bare": True})
    is_board = asked.face == "board"
    has_rows = bool(listing.rows) or bool(groups["groups"] and (is_board or not groups["is_bare"]))
    return Look(
        {"stages": context["stages"]},
        may=Look(**context["may"]),
        is_bare=context["is_bare"],
        is_wrong=listing.error is not None,
        shown=("board" if is_board and not listing.rows else "table") if has_rows else "",
    )


def heads(request: SignedInRequest, labels: dict[str, str], order: str) -> list[SafeString]:
    """By hand, as the cells are: each leads to the list sorted by it, up or down."""
    sorts = {*ORDERS, *more_sorts(request.actor)}
    own = own_fields(labels)
    given = request.GET.copy()
    for name in ("sort", "after"):
        given.pop(name, None)
    start = f"?{given.urlencode()}&" if given else "?"
    return [
        _head(words, name, order, start, is_first=column == "name")
        if (name := _SORTED.get(column, column)) in sorts or (name in own and own[name].type in SORTED)
        else _plain_head(words, is_first=column == "name")
        for column, words in {"name": _("名称"), **labels}.items()
    ]


def plain_heads(labels: dict[str, str]) -> list[SafeString]:
    """Of groups, which are not sorted."""
    return [_plain_head(words, is_first=n == 0) for n, words in enumerate((_("名称"), *labels.values()))]


def _head(words: str, name: str, order: str, start: str, *, is_first: bool) -> SafeString:
    sorted_so, sign, following = "", "", name
    if order == name:
        sorted_so, sign, following = ' aria-sort="ascending"', icon("arrow-up", "s"), f"-{name}"
    elif order == f"-{name}":
        sorted_so, sign = ' aria-sort="descending"', icon("arrow-down", "s")
    address = escape(f"{start}{urlencode({'sort': following})}")
    sticky = " data-sticky" if is_first else ""
    return SafeString(
        f'<th scope="col"{sorted_so}{sticky}><a href="{address}">{escape(words)}{sign}</a></th>'
    )


def _plain_head(words: str, *, is_first: bool) -> SafeString:
    return SafeString(f'<th scope="col"{" data-sticky" if is_first else ""}>{escape(words)}</th>')


def _tabs(request: SignedInRequest, asked: Asked) -> list[tuple[str, str, bool]]:
    """Words, address, whether it is the present one."""
    base = reverse("customers")
    fixed = [
        (_("全部客户"), ""),
        (_("我负责的"), "负责人:我"),  # i18n: the query language
        (_("30 天内更新"), "更新:30天内"),  # i18n: the query language
    ]
    views = views_for(request.actor, "customer")
    if asked.view is not None and asked.view not in views:
        views.append(asked.view)
    present = next((view for view in views if _is_at(asked, view)), None)
    return [
        (words, f"{base}?{urlencode({'q': query})}", present is None and query == asked.query)
        for words, query in fixed
    ] + [(view.name, f"{base}?view={view.pk}", view == present) for view in views]


def _is_arranged(asked: Asked) -> bool:
    """Shown otherwise than its tab says, which is worth keeping."""
    kept = asked.view or SavedView()
    arranged = (asked.order, asked.group, asked.face)
    return arranged != (kept.sort or "-id", kept.grouping, kept.face or "list")


def _is_at(asked: Asked, view: SavedView) -> bool:
    if asked.view is not None:
        return view == asked.view and asked.query == view.query
    return bool(view.query) and asked.query == view.query


def _faces(asked: Asked) -> list[tuple[str, str, str, bool]]:
    """Address, words, icon, whether it is the present one."""
    return [
        (asked.address(face=name, group=""), words, icon, asked.face == name)
        for name, words, icon in (("list", _("列表"), "list"), ("board", _("看板"), "stage"))
    ]


def _groupings() -> list[tuple[str, str]]:
    standard = [(name, str(words)) for name, words in GROUPINGS.items()]
    return [("", _("不分组")), *standard, *own_groupings()]


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})
