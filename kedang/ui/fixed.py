"""What a template says in the same words every time, worked out once per language instead of once per page.

A page holds some 150 fixed words. Looking each up in the catalogue, and drawing dialogs that are the same for
everybody, costs more than the queries of the page.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, Variable
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_KEPT = 500
# Stand in a kept part where an id or a fresh piece comes later; nothing else on a page looks like them.
_FIRST_ID = 900_000_000_000_101
_HOLE = re.compile("\x00fresh([0-9]+)\x00")
_HOLES = "kept_holes"


class Words(Node):
    """`{% trans "保存" %}`: a text in quotes and nothing else."""

    child_nodelists = ()

    def __init__(self, words: TranslateNode) -> None:
        self._words = words
        self._known: dict[str | None, str] = {}

    def render(self, context: Context) -> SafeString | str:
        language = get_language()
        if language not in self._known:
            self._known[language] = self._words.render(context)
        return self._known[language]


class Block(Node):
    """`{% fixed %}…{% endfixed %}`: a part that is the same for everybody who reads the same language.

    Nothing of the person, the record or the request may stand in it.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._known: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        if settings.DEBUG:  # what it includes may be edited
            return self.nodelist.render(context)
        language = get_language()
        if language not in self._known:
            self._known[language] = self.nodelist.render(context.new())
        return self._known[language]


class Kept(Node):
    """`{% kept by key %}…{% endkept %}`: a part that is the same for all whose `key` is the same.

    The key must tell everything the part depends on but the language: rights, where one is. The 500 used
    last are kept in this process; nothing personal may stand in them. What is this page's own stands between
    `{% fresh %}` and `{% endfresh %}` and is drawn each time.

    A part whose key is a `Look` sees nothing of the page but what that tells. `{% kept by look for customer.pk %}`:
    and these ids, which are put in each time.
    """

    def __init__(self, key: FilterExpression, paths: Sequence[str], nodelist: NodeList) -> None:
        self.key = key
        self.nodelist = nodelist
        self._ids = [(path, Variable(path), str(_FIRST_ID + number)) for number, path in enumerate(paths)]
        self._known: OrderedDict[tuple[str | None, object], Drawn] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        seen = self.key.resolve(context)
        key = (get_language(), seen)
        found = self._known.get(key)
        if found is None or settings.DEBUG:  # what it includes may be edited
            found = self._known[key] = self._drawn(context, seen)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found.with_page(context, [(mark, _id(path, context)) for _name, path, mark in self._ids])

    def _drawn(self, context: Context, key: object) -> Drawn:
        holes: list[Fresh] = []
        if not (self._ids or isinstance(key, Look)):
            with context.push(**{_HOLES: holes}):
                return Drawn(self.nodelist.render(context), holes)
        if not isinstance(key, Look):
            raise TypeError("kept … for: the key is a Look, which tells all the part may depend on")
        seen: dict[str, Any] = {**key, _HOLES: holes}
        for path, _variable, mark in self._ids:
            name, _dot, attribute = path.partition(".")
            seen[name] = {**seen.get(name, {}), attribute: int(mark)}
        return Drawn(self.nodelist.render(context.new(seen)), holes)


class Look(Mapping[str, Any]):
    """What a kept part may depend on, by name: flags, numbers, days, and looks of these. It is the part's key.

    `same` is what is the same for everybody, as choices are: the part sees it, the key does not hold it.
    """

    def __init__(self, same: Mapping[str, Any] | None = None, /, **told: Hashable) -> None:
        self._told = tuple(told.items())
        self._all = {**(same or {}), **told}

    def __getitem__(self, name: str) -> Any:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Look) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)


class Fresh(Node):
    """`{% fresh %}…{% endfresh %}` in a kept part: what is this page's own."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        holes: list[Fresh] | None = context.get(_HOLES)
        if holes is None:
            return self.nodelist.render(context)
        holes.append(self)
        return SafeString(f"\x00fresh{len(holes) - 1}\x00")


class Drawn:
    """A part as it is kept: its words, and between them which fresh piece comes.

    A component may show its pieces in another order than it was given them, or one of them twice.
    """

    def __init__(self, text: str, holes: Sequence[Fresh]) -> None:
        self._words = _HOLE.split(text)[::2]
        self._between = [holes[int(number)] for number in _HOLE.split(text)[1::2]]

    def with_page(self, context: Context, ids: Sequence[tuple[str, str]]) -> SafeString:
        pieces = [self._numbered(self._words[0], ids)]
        for hole, text in zip(self._between, self._words[1:], strict=True):
            pieces += (hole.nodelist.render(context), self._numbered(text, ids))
        return SafeString("".join(pieces))

    def _numbered(self, text: str, ids: Sequence[tuple[str, str]]) -> str:
        for mark, number in ids:
            text = text.replace(mark, number)
        return text


def _id(path: Variable, context: Context) -> str:
    value = path.resolve(context)
    if type(value) is not int:
        raise TypeError(f"kept … for {path}: an id is a number")
    return str(value)


def trans(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    is_fixed = not (node.asvar or node.noop or node.message_context) and _is_text(node.filter_expression)
    return Words(node) if is_fixed else node


def fixed(parser: Parser, _token: Token) -> Node:
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Block(nodelist)


def kept(parser: Parser, token: Token) -> Node:
    said = token.split_contents()[1:]
    if len(said) < 2 or said[0] != "by" or (len(said) > 2 and (said[2] != "for" or len(said) < 4)):
        raise TemplateSyntaxError("kept: {% kept by key %} or {% kept by look for customer.pk %}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(parser.compile_filter(said[1]), said[3:], nodelist)


def fresh(parser: Parser, _token: Token) -> Node:
    nodelist = parser.parse(("endfresh",))
    parser.delete_first_token()
    return Fresh(nodelist)


def _is_text(expression: FilterExpression) -> bool:
    variable = expression.var
    return not expression.filters and isinstance(variable, Variable) and variable.lookups is None
