"""What stands in the rail, behind "new" and in the palette. Rooms register it when the project starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, get_urlconf, reverse

from kedang.access.rights import Rights, rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Text

Permission = str | Callable[[Actor], bool] | None


@dataclass(frozen=True)
class Entry:
    """A way to a page. `permission`: `resource.verb`, a function of the actor, or None for everybody."""

    label: Text
    url_name: str
    icon: str
    order: int = 50
    permission: Permission = None
    count: Callable[[Actor], int] | None = None  # waiting things; must be cheap and capped
    keywords: str = ""  # more words the palette finds it by
    key: str = ""  # second key of the shortcut: `g` + key in the rail

    @property
    def url(self) -> str:
        return _address(self.url_name, get_urlconf(), get_script_prefix())

    @property
    def is_counted(self) -> bool:
        return self.count is not None

    def is_for(self, actor: Actor, rights: Rights) -> bool:
        if self.permission is None:
            return True
        if callable(self.permission):
            return self.permission(actor)
        resource, _, verb = self.permission.partition(".")
        return rights.has(resource, verb)


@cache
def _address(url_name: str, _urls: str | None, _prefix: str) -> str:
    """Thirty on every page, always the same."""
    return reverse(url_name)


class NavItem(Entry):
    """In the left rail."""


class NewItem(Entry):
    """Behind the button 新建."""


class Command(Entry):
    """Only in the palette."""


_rail: dict[str, Entry] = {}
_new: dict[str, Entry] = {}
_commands: dict[str, Entry] = {}
_person: dict[str, Entry] = {}


def register(item: Entry) -> None:
    _rail[item.url_name] = item


def register_new(item: Entry) -> None:
    _new[item.url_name] = item


def register_command(item: Entry) -> None:
    _commands[item.url_name] = item


def register_person_link(item: Entry) -> None:
    """In the person's own menu: security, sessions."""
    _person[item.url_name] = item


def rail_for(actor: Actor) -> list[Entry]:
    return _for(actor, _rail)


def counts_for(actor: Actor) -> dict[str, int]:
    """What waits behind the entries of the rail, by the names of their addresses."""
    return {item.url_name: item.count(actor) for item in rail_for(actor) if item.count}


def new_for(actor: Actor) -> list[Entry]:
    return _for(actor, _new)


def commands_for(actor: Actor) -> list[Entry]:
    """Everything one may go to or start: the palette lists it."""
    return [*new_for(actor), *rail_for(actor), *_for(actor, _commands), *person_links_for(actor)]


def person_links_for(actor: Actor) -> list[Entry]:
    return _for(actor, _person)


def _for(actor: Actor, entries: dict[str, Entry]) -> list[Entry]:
    rights = rights_of(actor)
    return sorted((e for e in entries.values() if e.is_for(actor, rights)), key=lambda e: e.order)
