"""What a template says in the same words every time, worked out once per language instead of once per page.

A page holds some 150 fixed words. Looking each up in the catalogue, and drawing dialogs that are the same for
everybody, costs more than the queries of the page.
"""

from __future__ import annotations

from collections import OrderedDict

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, Variable
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_KEPT = 500


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
    last are kept in this process; nothing personal may stand in them.
    """

    def __init__(self, key: FilterExpression, nodelist: NodeList) -> None:
        self.key = key
        self.nodelist = nodelist
        self._known: OrderedDict[tuple[str | None, object], SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        if settings.DEBUG:
            return self.nodelist.render(context)
        key = (get_language(), self.key.resolve(context))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.nodelist.render(context)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found


def trans(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    is_fixed = not (node.asvar or node.noop or node.message_context) and _is_text(node.filter_expression)
    return Words(node) if is_fixed else node


def fixed(parser: Parser, _token: Token) -> Node:
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Block(nodelist)


def kept(parser: Parser, token: Token) -> Node:
    try:
        _tag, _by, key = token.split_contents()
    except ValueError:
        raise TemplateSyntaxError("kept: {% kept by key %}") from None
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(parser.compile_filter(key), nodelist)


def _is_text(expression: FilterExpression) -> bool:
    variable = expression.var
    return not expression.filters and isinstance(variable, Variable) and variable.lookups is None
