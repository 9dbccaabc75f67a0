"""Which fields the query language knows. Each room declares those of its models in its `search.py`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal

from django.db import models
from django.db.models import Q
from django.utils.translation import override

from kedang.core.actor import Actor
from kedang.core.errors import Text
from kedang.core.fields import Storage
from kedang.core.folding import fold
from kedang.core.language import reads_english
from kedang.core.preset_names import shown
from kedang.search.kinds import NUMBERS

FieldType = Literal[
    "text", "choice", "number", "money", "date", "age", "bool", "person", "tag", "tokened", "custom"
]
Choice = tuple[Any, Text]


@dataclass(frozen=True, kw_only=True)
class SearchField:
    """One field of the language.

    names: the first is shown, to who reads English the first one in Latin letters; all are understood, case and width
    apart. is_own: the first is in the reader's language already.
    path: the ORM path from the model (`customer__tags__name`).
    texts: its names in the index; a text field with these is found like any text (`名称:华信`).
    via: the path to a model of another kind whose index holds `texts` (a document's customer).
    of: the relation to the record whose fact this is (a document's customer), when it has a rule of its own.
    storage: what cannot be compared in its storage is refused when the query is compiled.
    choices: `(value, label)` pairs, or a function giving them; also what is suggested.
    values: suggestions for the typed beginning, within the rights of the actor.
    q: the condition for (value, operator), instead of the type's own.
    empty: the condition for 空, instead of "null or blank".
    expands: the query a value stands for (`客群:高价值`), within the rights of the actor; read in its place.
    unit: said in the suggestion (`90天`).
    """

    names: tuple[str, ...]
    is_own: bool = False
    path: str = ""
    type: FieldType = "text"
    texts: tuple[str, ...] = ()
    via: str = ""
    of: str = ""
    storage: Storage = "plain"
    choices: Sequence[Choice] | Callable[[], Iterable[Choice]] = ()
    values: Callable[[Actor, str], Iterable[str]] | None = None
    q: Callable[[str, str], Q] | None = None
    empty: Callable[[], Q] | None = None
    expands: Callable[[Actor, str], str] | None = None
    hint: Text = ""

    @property
    def label(self) -> str:
        """What is written for it in a query."""
        if self.is_own or not reads_english():
            return self.names[0]
        return next((name for name in self.names if name.isascii()), self.names[0])

    @property
    def title(self) -> str:
        """What stands above its values."""
        return self.label if self.label == self.names[0] else self.label.replace("_", " ").capitalize()

    def options(self) -> list[tuple[Any, str]]:
        """Value and label, in the reader's language."""
        pairs = self.choices() if callable(self.choices) else self.choices
        return [(value, shown(str(label))) for value, label in pairs]

    def words(self) -> list[tuple[Any, tuple[str, ...]]]:
        """Value and all its labels, the reader's first: a query that was kept is read in every language."""
        pairs = list(self.choices() if callable(self.choices) else self.choices)
        known = [(value, [shown(str(label)), str(label)]) for value, label in pairs]
        for language in ("zh-hans", "en"):
            with override(language):
                for (_value, labels), (_same, label) in zip(known, pairs, strict=True):
                    labels += [str(label), shown(str(label))]
        return [(value, tuple(dict.fromkeys(labels))) for value, labels in known]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a kind looks among the results of all kinds: where it leads, what stands beside its name."""

    icon: str = "file-text"
    order: int = 50
    url: Callable[[Any], str] | None = None
    title: Callable[[Any], str] = str
    hint: Callable[[Any], str] = lambda _item: ""
    related: tuple[str, ...] = ()  # select_related
    rows: Callable[[], models.QuerySet[Any]] | None = None  # without what lies in the trash


@dataclass(frozen=True)
class Declared:
    """A model in the language."""

    model: type[models.Model]
    kind: str
    label: Text
    fields: tuple[SearchField, ...]
    shown: Shown | None = None
    # Fields that are made while the house runs (the organisation's own), looked up when a name is not known.
    more: Callable[[], Iterable[SearchField]] | None = None
    # Of which of some rows on a page no words but names may be quoted to the asker.
    unquotable: Callable[[Actor, Sequence[Any]], Container[int]] | None = None

    def rows(self) -> models.QuerySet[Any]:
        """Where a search of all starts."""
        return self.shown.rows() if self.shown and self.shown.rows else self.model._default_manager.all()

    def field(self, name: str) -> SearchField | None:
        known = next((field for field in self.fields if fold(name) in map(fold, field.names)), None)
        if known or not self.more:
            return known
        return next((field for field in self.more() if fold(name) in map(fold, field.names)), None)

    def offered(self) -> tuple[SearchField, ...]:
        return (*self.fields, *self.more()) if self.more else self.fields

    def nearest(self, name: str) -> str | None:
        names = {fold(name): name for field in self.offered() for name in field.names}
        near = get_close_matches(fold(name), names, n=1, cutoff=0.5)
        return names[near[0]] if near else None


_by_kind: dict[str, Declared] = {}


def declare_model(
    model: type[models.Model],
    *,
    kind: str,
    fields: Sequence[SearchField],
    label: Text = "",
    shown: Shown | None = None,
    more: Callable[[], Iterable[SearchField]] | None = None,
    unquotable: Callable[[Actor, Sequence[Any]], Container[int]] | None = None,
) -> Declared:
    """Make `model` searchable as `kind` (kinds.py); with `shown` it is in the search box. A second one replaces."""
    if kind not in NUMBERS:
        raise ValueError(f"{kind}: give the kind a number in search/kinds.py")
    name = label or model._meta.verbose_name or kind
    declared = Declared(model, kind, name, tuple(fields), shown, more, unquotable)
    _by_kind[kind] = declared
    return declared


def add_fields(kind: str, fields: Sequence[SearchField]) -> None:
    """More fields of a kind, from a room above the one that owns the model."""
    declared = _by_kind[kind]
    _by_kind[kind] = replace(declared, fields=(*declared.fields, *fields))


def show(kind: str, shown: Shown) -> None:
    """Put a declared kind into the search box, from the room that has its page."""
    _by_kind[kind] = replace(_by_kind[kind], shown=shown)


def of_kind(kind: str) -> Declared:
    return _by_kind[kind]


def of_model(model: type[models.Model]) -> Declared:
    for declared in _by_kind.values():
        if declared.model is model:
            return declared
    raise LookupError(f"{model.__name__} is not declared for search")


def declared_kinds() -> list[str]:
    return list(_by_kind)


def shown_kinds() -> list[tuple[Declared, Shown]]:
    """Those in the search box, in its order."""
    found = [(declared, declared.shown) for declared in _by_kind.values() if declared.shown]
    return sorted(found, key=lambda pair: pair[1].order)


def masked_texts(kind: str) -> frozenset[str]:
    """Names in the index of texts that are not shown in full: what is stored encrypted by itself."""
    return frozenset(
        name for field in _by_kind[kind].fields if field.storage != "plain" for name in field.texts
    )
