"""`{% url %}`, with the pattern of each address looked up once: a page writes dozens, and only the ids differ."""

from __future__ import annotations

import re
from functools import lru_cache

from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape

# Stand in an address where an id comes later; nothing else in it looks like them.
_MARKS = (900_000_000_000_001, 900_000_000_000_002, 900_000_000_000_003)


# A kind of thing, as `interaction` in `/dealings/interaction/7/`.
_SLUG = re.compile("[a-z_]{1,30}")


class Address(URLNode):
    """An address made of a name, ids and kinds of things; whatever has other arguments is left to Django."""

    def render(self, context: Context) -> str:
        if self.kwargs or len(self.args) > len(_MARKS):
            return super().render(context)
        values = [arg.resolve(context) for arg in self.args]
        ids = [one for one in values if type(one) is int and one >= 0]
        kinds = tuple(None if type(one) is int else one for one in values)
        if len(ids) < len([one for one in kinds if one is None or not _is_kind(one)]):
            return super().render(context)
        pattern = _pattern(self.view_name.resolve(context), kinds, get_urlconf(), get_script_prefix())
        if not pattern:
            return super().render(context)
        address = pattern.format(*ids)
        if self.asvar is None:
            return address
        context[self.asvar] = address
        return ""


def url(parser: Parser, token: Token) -> Address:
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


def _is_kind(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


@lru_cache(maxsize=1000)
def _pattern(name: str, kinds: tuple[str | None, ...], _urls: str | None, _prefix: str) -> str:
    """`/customers/{}/`; empty where Django knows better: no such address, or one that must be escaped.

    `kinds`: None where an id stands.
    """
    marks = [mark for mark, kind in zip(_MARKS, kinds, strict=False) if kind is None]
    try:
        address = reverse(name, args=[kind or mark for mark, kind in zip(_MARKS, kinds, strict=False)])
    except NoReverseMatch:
        return ""
    pattern = address.replace("{", "{{").replace("}", "}}")
    for mark in marks:
        pattern = pattern.replace(str(mark), "{}")
    return pattern if pattern.count("{}") == len(marks) and escape(address) == address else ""
