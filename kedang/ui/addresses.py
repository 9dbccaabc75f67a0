"""`{% url %}`, with the pattern of each address looked up once: a page writes dozens, and only the ids differ."""

from __future__ import annotations

from functools import cache

from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape

# Stand in an address where an id comes later; nothing else in it looks like them.
_MARKS = (900_000_000_000_001, 900_000_000_000_002, 900_000_000_000_003)


class Address(URLNode):
    """An address made of a name and ids; whatever has other arguments is left to Django."""

    def render(self, context: Context) -> str:
        if self.kwargs or len(self.args) > len(_MARKS):
            return super().render(context)
        ids = [arg.resolve(context) for arg in self.args]
        if not all(type(one) is int and one >= 0 for one in ids):
            return super().render(context)
        pattern = _pattern(self.view_name.resolve(context), len(ids), get_urlconf(), get_script_prefix())
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


@cache
def _pattern(name: str, count: int, _urls: str | None, _prefix: str) -> str:
    """`/customers/{}/`; empty where Django knows better: no such address, or one that must be escaped."""
    marks = _MARKS[:count]
    try:
        address = reverse(name, args=marks)
    except NoReverseMatch:
        return ""
    pattern = address.replace("{", "{{").replace("}", "}}")
    for mark in marks:
        pattern = pattern.replace(str(mark), "{}")
    return pattern if pattern.count("{}") == count and escape(address) == address else ""
