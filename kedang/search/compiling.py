"""From the tree of a query to what can be asked of the database and of texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.search import conditions
from kedang.search.fields import Declared, SearchField
from kedang.search.language import And, Condition, Node, Not, QueryError, Term, parse
from kedang.search.matching import Needle, needle

Expands = Callable[[Actor, str], str]
# A query that stands for others may stand in others: this deep.
DEEPEST = 5


@dataclass(frozen=True)
class Sql:
    """A condition on columns."""

    q: Q
    # `pk in …` must not be mixed up with another of the same words.
    number: int = 0


@dataclass(frozen=True)
class Text:
    """A term in the texts of the index: anywhere, or only in these fields; the `whole` text or a part of it.

    With `via` in the texts of a related record of another kind.
    """

    sought: Needle
    fields: frozenset[str] = frozenset()
    whole: bool = False
    kind: str = ""
    via: str = ""


@dataclass(frozen=True)
class All:
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Never:
    part: Part


Part = Sql | Text | All | Any | Never


@dataclass
class Compiler:
    declared: Declared
    query: str
    actor: Actor
    depth: int = 0
    _count: int = field(default=0)

    def compile(self) -> Part | None:
        """None for an empty query. Raises QueryError with the place."""
        tree = parse(self.query)
        return None if tree is None else self._part(tree)

    def _part(self, node: Node) -> Part:
        if isinstance(node, Term):
            return self._term(node.text, node.at)
        if isinstance(node, Condition):
            return self._condition(node)
        if isinstance(node, Not):
            return Never(self._part(node.node))
        parts = tuple(self._part(each) for each in node.nodes)
        return All(parts) if isinstance(node, And) else Any(parts)

    def _term(self, text: str, at: int, column: SearchField | None = None, *, whole: bool = False) -> Text:
        sought = needle(text)
        if sought.is_empty:
            raise QueryError(
                _("“%(text)s”里没有可以查找的字。") % {"text": text},
                self.query,
                at,
                remedy=_("请写上文字、字母或数字。"),
            )
        if column is None:
            return Text(sought)
        return Text(sought, frozenset(column.texts), whole, self.declared.kind, column.via)

    def _condition(self, node: Condition) -> Part:
        column = self.declared.field(node.name)
        if column is None:
            raise self._unknown(node)
        try:
            return self._typed(column, node)
        except QueryError:
            raise
        except Invalid as error:
            raise QueryError(
                error.message, self.query, node.value_at, field=column.label, remedy=error.remedy
            ) from error

    def _typed(self, column: SearchField, node: Condition) -> Part:
        if node.operator == "!=":
            return Never(self._equal(column, node, "="))
        return self._equal(column, node, node.operator)

    def _expanded(self, expands: Expands, node: Condition) -> Part:
        """Any of the queries the values stand for."""
        if self.depth >= DEEPEST:
            raise Invalid(
                _("“%(value)s”绕回了自己。") % {"value": node.value}, remedy=_("请检查它引用的查询。")
            )
        values = [node.value] if node.quoted else conditions.items(node.value)
        parts = tuple(self._inner(expands(self.actor, value)) for value in values)
        return parts[0] if len(parts) == 1 else Any(parts)

    def _inner(self, query: str) -> Part:
        inner = Compiler(self.declared, query, self.actor, self.depth + 1, self._count)
        part = inner.compile()
        self._count = inner._count
        return self._sql(Q()) if part is None else part

    def _equal(self, column: SearchField, node: Condition, operator: str) -> Part:
        if column.expands:
            return self._expanded(column.expands, node)
        word = fold(node.value)
        if not node.quoted and operator in {":", "="} and column.type != "bool":
            if word in conditions.EMPTY:
                return self._of(column, conditions.is_empty(column, self.declared.model))
            if word in conditions.FILLED:
                return Never(self._of(column, conditions.is_empty(column, self.declared.model)))
        if column.texts and not (column.q and operator == "="):
            conditions.refuse_order(column, operator)
            values = [node.value] if node.quoted else conditions.items(node.value)
            terms = tuple(self._term(value, node.value_at, column, whole=operator == "=") for value in values)
            return terms[0] if len(terms) == 1 else Any(terms)
        if column.storage != "plain":
            conditions.refuse_order(column, operator)
        return self._of(
            column, conditions.condition(column, self.declared.model, operator, node.value, self.actor)
        )

    def _of(self, column: SearchField, q: Q) -> Sql:
        """A fact of another record counts only where that record may be seen as well."""
        if column.of:
            q &= conditions.seen_through(column.of, self.declared.model, self.actor)
        return self._sql(q)

    def _sql(self, q: Q) -> Sql:
        self._count += 1
        return Sql(q, self._count)

    def _unknown(self, node: Condition) -> QueryError:
        near = self.declared.nearest(node.name)
        written = f'"{node.name}{node.operator}{node.value}"'
        remedy = _("要按文字查找，请加引号：%(text)s。") % {"text": written}
        if near:
            remedy = _("是不是想写“%(name)s”？") % {"name": near} + remedy
        message = _("没有叫“%(name)s”的字段。") % {"name": node.name}
        return QueryError(message, self.query, node.at, field=node.name, remedy=remedy)


def texts_of(part: Part) -> list[Text]:
    """Every text the part asks for."""
    if isinstance(part, Text):
        return [part]
    if isinstance(part, Never):
        return texts_of(part.part)
    return [text for each in part.parts for text in texts_of(each)] if isinstance(part, All | Any) else []


def as_q(part: Part) -> Q:
    """A part without texts."""
    if isinstance(part, Sql):
        return part.q
    if isinstance(part, Never):
        return ~as_q(part.part)
    if isinstance(part, All | Any):
        return reduce(and_ if isinstance(part, All) else or_, map(as_q, part.parts))
    raise TypeError(part)


def conjuncts(part: Part | None) -> list[Part]:
    if part is None:
        return []
    return [one for each in part.parts for one in conjuncts(each)] if isinstance(part, All) else [part]
