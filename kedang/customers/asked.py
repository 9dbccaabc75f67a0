"""What the list is asked for: by its address, by a saved view, or by what one's post begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from kedang.access.http import SignedInRequest
from kedang.core.numbers import number_of
from kedang.customers.board import GROUPINGS
from kedang.customers.columns import is_own
from kedang.customers.listing import COLUMNS, SHOWN
from kedang.customers.own_groups import is_grouping
from kedang.search.models import SavedView
from kedang.search.views_kept import default_view

COOKIE = "customer_columns"
FACES = ("list", "board")
_ASKED = ("q", "sort", "columns", "group", "face", "view", "after")


@dataclass
class Asked:
    query: str = ""
    order: str = "-id"
    columns: list[str] = field(default_factory=list)
    group: str = ""
    face: str = "list"
    view: SavedView | None = None

    @property
    def own(self) -> list[str]:
        return [name for name in self.columns if is_own(name)]

    def address(self, **changed: str) -> str:
        """The list as it is asked for now, but for what is `changed`."""
        order = "" if self.order == "-id" else self.order
        face = "" if self.face == "list" else self.face
        asked = {"q": self.query, "sort": order, "group": self.group, "face": face} | changed
        kept = {name: value for name, value in asked.items() if value or name == "q"}
        return f"{reverse('customers')}?{urlencode(kept)}"


def asked_of(request: SignedInRequest) -> Asked:
    given = request.GET
    view = _view(request)
    kept = view or SavedView()
    group = given.get("group", kept.grouping)
    face = given.get("face", kept.face)
    return Asked(
        query=given.get("q", kept.query).strip(),
        order=given.get("sort", kept.sort) or "-id",
        columns=_columns(request, view),
        group=group if group in GROUPINGS or is_grouping(group) else "",
        face=face if face in FACES else "list",
        view=view,
    )


def known(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in COLUMNS or is_own(name)]


def _view(request: SignedInRequest) -> SavedView | None:
    if (pk := number_of(request.GET.get("view"))) is not None:
        return SavedView.objects.visible_to(request.actor).of_kind("customer").filter(pk=pk).first()
    if any(name in request.GET for name in _ASKED):
        return None
    return default_view("customer", request.actor)


def _columns(request: SignedInRequest, view: SavedView | None) -> list[str]:
    if "columns" in request.GET:
        return known(request.GET["columns"].split("-"))
    if view is not None and view.columns:
        return known([str(name) for name in view.columns])
    stored = request.COOKIES.get(COOKIE)
    return known(stored.split("-")) if stored is not None else list(SHOWN)
