"""The tree of a query. Places (`at`) are positions in what was written, for errors; they make no difference."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

OPERATORS = (">=", "<=", "!=", ":", "=", ">", "<")
# What can stand without quotes, whatever the parser thinks of wide signs.
_BARE_WORD = re.compile(r"(?!-)[\w@.,/#&+*，。、-]+")
_BARE_VALUE = re.compile(r'[^\s()|"（）｜＂“”„「」『』]+')
_WORDS = frozenset({"or", "and", "not", "或", "或者", "且", "并且", "非"})


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
    bare = _BARE_WORD.fullmatch(text) and text.casefold() not in _WORDS
    return text if bare else _quote(text)


def _value(text: str) -> str:
    return text if _BARE_VALUE.fullmatch(text) else _quote(text)


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
