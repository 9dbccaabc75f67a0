"""What may be meant by the beginning of a query: fields, and values of the field at the caret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.people.models import Person
from kedang.search.fields import Declared, SearchField, of_kind
from kedang.search.language.dates import WORDS
from kedang.search.language.wording import said
from kedang.search.matching import needle, sounds_like

MOST = 10
_TOKEN = re.compile(r"[^\s()|（）｜]*$")
_CONDITION = re.compile(r"(?P<name>[^\W\d][\w.·/]*)(?P<sign>>=|<=|!=|[:=><：＝＞＜≥≤≠])(?P<value>.*)$")
_LAST_ITEM = re.compile(r"[^,，、;；]*$")
_SIGNS = re.compile(r"[\s()|（）｜,，、;；\"]")
_HINTS = {
    "number": ">=100",
    "money": ">=10000",
    "date": "30天内",
    "age": ">90天",
}  # i18n: words of the query language
_SPANS = ("7天内", "30天内", "90天内")  # i18n: words of the query language
_AGES = ("30天", "90天", "180天", "1年")  # i18n: words of the query language


class Suggestion(NamedTuple):
    """`text` takes the place of what was typed from `Suggestions.start` on."""

    text: str
    label: str
    hint: str = ""


class Suggestions(NamedTuple):
    items: list[Suggestion]
    start: int


def suggest(text: str, kind: str, actor: Actor) -> Suggestions:
    """`text`: the query up to the caret."""
    declared = of_kind(kind)
    token = _last(_TOKEN, text)
    condition = _CONDITION.match(token.lstrip("-－"))
    field = declared.field(condition["name"]) if condition else None
    if condition and field:
        typed = _last(_LAST_ITEM, condition["value"]).strip('"')
        found = (Suggestion(_quoted(value), value) for value in _values(field, typed, actor))
        return Suggestions(list(islice(found, MOST)), len(text) - len(_last(_LAST_ITEM, condition["value"])))
    typed = token.lstrip("-－")
    names = list(islice(_fields(declared, typed), MOST)) if typed else []
    return Suggestions(names, len(text) - len(typed))


def _fields(declared: Declared, typed: str) -> Iterator[Suggestion]:
    sought = needle(typed)
    fields = declared.offered()
    for field in fields:
        named = any(fold(name).startswith(fold(typed)) for name in field.names)
        if named or sounds_like(sought, field.label):
            yield Suggestion(f"{field.label}:", field.label, _hint(field))
    for field in fields:
        for _value, label in field.options():
            if fold(label).startswith(fold(typed)) or sounds_like(sought, label):
                yield Suggestion(f"{field.label}:{_quoted(label)}", label, field.label)


def _hint(field: SearchField) -> str:
    if field.hint:
        return str(field.hint)
    if field.type in _HINTS:
        return said(_HINTS[field.type])
    return "、".join(label for _value, label in field.options()[:3])


def _values(field: SearchField, typed: str, actor: Actor) -> Iterator[str]:
    sought = needle(typed) if typed else None
    for value in dict.fromkeys(_all_values(field, typed, actor)):
        if sought is None or fold(typed) in fold(value) or sounds_like(sought, value):
            yield value


def _all_values(field: SearchField, typed: str, actor: Actor) -> Iterable[str]:
    yield from (label for _value, label in field.options())
    if field.values:
        yield from field.values(actor, typed)
    elif field.type == "bool":
        yield from map(said, ("是", "否"))
    elif field.type == "date":
        yield from map(said, (*WORDS, *_SPANS))
    elif field.type == "age":
        yield from map(said, _AGES)
    elif field.type == "person":
        yield said("我")
        people = Person.objects.filter(is_active=True, name__icontains=typed).order_by("name")
        yield from people.values_list("name", flat=True)[:MOST]
    if field.type not in {"bool", "age"} and (field.path or field.empty):
        yield from map(said, ("空", "非空"))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '\\"') + '"' if _SIGNS.search(value) else value


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""
