"""Promise 1: what answers people reads only through the rule (`visible_to`, `permitted`, `open_record`)."""

import ast
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from architecture.source import Module, chain, outermost_chains

# The parts of a room that answer people: pages, forms, API, tags of templates; and the jobs.
CHANNELS = {"views", "methods", "api", "forms", "tasks", "templatetags", "context", "middleware", "pages"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# `of` and `owned_by` are one's own imports and views.
RULE = {"visible_to", "permitted", "of", "owned_by"}
# They apply the rule to the queryset they are given.
GUARDS = {"open_record", "open_document", "find_record", "start_run", "find", "compile"}
# Methods that make a relation's rows a result.
_READS = {
    *("all", "filter", "exclude", "get", "first", "last", "count", "exists", "aggregate", "annotate"),
    *("values", "values_list", "order_by", "select_related", "prefetch_related", "iterator", "in_bulk"),
}
# No record of a customer, and why they may be read without asking for a right.
OPEN = {
    "Organisation": "the office's own name and profile are on every page",
    "Person": "colleagues know one another's names",
    "Department": "likewise",
    "Authenticator": "one's own: the sign-in library keeps them by person",
    "UserSession": "likewise",
    "Session": "likewise",
    # The archive's own words: forms offer them; the pages that change them ask for the right first.
    "Post": "the names of posts are known to all",
    **dict.fromkeys(
        ("Tag", "Dimension", "DimensionValue", "CustomField", "RecordTemplate", "TemplateField"), "a rule"
    ),
    **dict.fromkeys(("DocumentType", "FolderTemplate", "NamingRule", "NumberingRule", "Counter"), "a rule"),
}
MARK = "reading"


def violations(sources: Iterable[Module], related: Collection[str] = ()) -> Iterator[str]:
    """`related`: names of relations to rows that may be hidden from who sees the row they hang on."""
    for module in sources:
        if module.inside[0] in CHANNELS:
            yield from _in_channel(module, related)


def _in_channel(module: Module, related: Collection[str]) -> Iterator[str]:
    guarded = _given_to_the_rule(module.tree)
    for node, names, taker in outermost_chains(module.tree):
        if RULE & set(names) or id(node) in guarded or module.exempts(node, MARK):
            continue
        if taker is not None and chain(taker)[-1:] and chain(taker)[-1] in GUARDS:
            continue
        if MANAGERS & set(names) and _model(names) not in OPEN:
            yield f"{module.at(node)}: {'.'.join(names)} reads past the rule"
        elif any(name in related and after in _READS for name, after in pairwise(names)):
            yield f"{module.at(node)}: {'.'.join(names)} follows a relation past the rule"


def _model(names: list[str]) -> str:
    """`models.Customer.objects.filter` → `Customer`."""
    at = next(index for index, name in enumerate(names) if name in MANAGERS)
    return names[at - 1] if at else ""


def _given_to_the_rule(tree: ast.AST) -> set[int]:
    """Querysets that get a name which the same function hands to a guard, or asks for `visible_to`."""
    found: set[int] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            judged = {
                name
                for node, names, taker in outermost_chains(function)
                for name in _judged(node, names, taker)
            }
            judged |= _arguments_of_guards(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and any(
                    isinstance(t, ast.Name) and t.id in judged for t in node.targets
                ):
                    found.add(id(node.value))
    return found


def _judged(node: ast.expr, names: list[str], taker: ast.Call | None) -> set[str]:
    by_guard = taker is not None and bool(chain(taker)) and chain(taker)[-1] in GUARDS
    return {names[0]} if names and (by_guard or RULE & set(names[1:])) else set()


def _arguments_of_guards(function: ast.FunctionDef) -> set[str]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    guards = [call for call in calls if chain(call)[-1:] and chain(call)[-1] in GUARDS]
    return {part.id for call in guards for part in call.args if isinstance(part, ast.Name)}
