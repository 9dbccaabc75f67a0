"""What `ui/base.html` needs. Worked out only when the frame is drawn, so parts pay nothing."""

from __future__ import annotations

from functools import cached_property
from posixpath import commonpath
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kedang.ui import nav
from kedang.ui.banners import Banner, banners_for
from kedang.ui.toast import waiting_toasts

CHOICES = {"theme": ("auto", "light", "dark"), "density": ("normal", "compact"), "rail": ("open", "folded")}


class Frame:
    """The rail, the menus and the person's choices for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def rail(self) -> list[dict[str, Any]]:
        entries = nav.rail_for(self._actor)
        here = self._nearest(entries)
        return [{"item": item, "current": item is here} for item in entries]

    @cached_property
    def rail_key(self) -> object:
        """What the rail depends on; how much waits is asked for afterwards (`k-counts`), by no page."""
        shown = tuple((each["item"].url_name, each["current"]) for each in self.rail)
        return shown, self.house, self.rail_state

    @cached_property
    def new(self) -> list[nav.Entry]:
        return nav.new_for(self._actor)

    @cached_property
    def commands(self) -> list[nav.Entry]:
        return nav.commands_for(self._actor)

    @cached_property
    def person_links(self) -> list[nav.Entry]:
        return nav.person_links_for(self._actor)

    @property
    def bar_key(self) -> object:
        """The person's name and what depends on the page are drawn fresh."""
        return _addresses(self.new), _addresses(self.person_links), self.theme, self.density

    @property
    def overlays_key(self) -> object:
        return self.rail_key, _addresses(self.commands)

    @cached_property
    def banners(self) -> list[Banner]:
        return banners_for(self.request)

    @cached_property
    def house(self) -> str:
        """The organisation's short name; before it is set up, the product's."""
        organisation = getattr(self.request, "organisation", None)  # by accounts' middleware
        return (organisation.short_name or organisation.name) if organisation else str(_("客档"))

    @cached_property
    def toasts(self) -> list[dict[str, str]]:
        return waiting_toasts(self.request)

    @property
    def theme(self) -> str:
        return self._choice("theme")

    @property
    def density(self) -> str:
        return self._choice("density")

    @property
    def rail_state(self) -> str:
        return self._choice("rail")

    @property
    def is_debug(self) -> bool:
        return settings.DEBUG

    @property
    def _actor(self) -> Any:
        return self.request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware

    def _choice(self, name: str) -> str:
        choices = CHOICES[name]
        chosen = self.request.COOKIES.get(f"kd_{name}", "")
        return chosen if chosen in choices else choices[0]

    def _nearest(self, entries: list[nav.Entry]) -> nav.Entry | None:
        """The entry whose address this page lies under; /intake/customers/7/ belongs to /intake/new/."""
        path = self.request.path
        room = path.split("/")[1]
        near = [entry for entry in entries if entry.url.split("/")[1] == room]
        return max(near, key=lambda entry: len(commonpath([entry.url, path])), default=None)


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}


def _addresses(entries: list[nav.Entry]) -> tuple[str, ...]:
    return tuple(entry.url_name for entry in entries)
