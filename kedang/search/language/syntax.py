"""The tree of a query. Places (`at`) are positions in what was written, for errors; they make no difference."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

OPERATORS = (">=", "<=", "!=", ":", "=", ">", "<")
_SPECIAL = re.compile(r'[\s()|"]')
_NEEDS_QUOTES = re.compile(r'[\s()|"]|^[-!]|[:=<>]')
_WORDS = frozenset({"or", "and", "not", "或", "且", "非"})


@dataclass(frozen=True)
class Term:
    """A text to be found anywhere."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Condition:
    """`field operator value`. A quoted value is taken literally: `阶段:"空"`."""

    name: str
    operator: str
    value: str
    quoted: bool = False
    at: int = field(default=0, compare=False)
    value_at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    nodes: tuple[Node, ...]


Node = Term | Condition | Not | And | Or


def show(node: Node) -> str:
    """The query in its plainest spelling; parsing it gives the same tree."""
    if isinstance(node, Term):
        return _word(node.text)
    if isinstance(node, Condition):
        value = _quote(node.value) if node.quoted or not node.value else _value(node.value)
        return f"{node.name}{node.operator}{value}"
    if isinstance(node, Not):
        return f"-{_inner(node.node)}"
    if isinstance(node, And):
        return " ".join(_inner(each) for each in node.nodes)
    return " OR ".join(f"({show(each)})" if isinstance(each, Or) else show(each) for each in node.nodes)


def _inner(node: Node) -> str:
    return f"({show(node)})" if isinstance(node, And | Or) else show(node)


def _word(text: str) -> str:
    needs = not text or _NEEDS_QUOTES.search(text) or text.casefold() in _WORDS
    return _quote(text) if needs else text


def _value(text: str) -> str:
    return _quote(text) if _SPECIAL.search(text) else text


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
