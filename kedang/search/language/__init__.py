"""The one query language: what people write, as a tree and back."""

from kedang.search.language.errors import QueryError
from kedang.search.language.parser import parse
from kedang.search.language.syntax import And, Condition, Node, Not, Or, Term, show

__all__ = ["And", "Condition", "Node", "Not", "Or", "QueryError", "Term", "parse", "show"]
