"""Promise 1: what answers people reads only through the rule (`visible_to`, `permitted`, `open_record`)."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from architecture.source import Module, chain, outermost_chains

# The parts of a room that answer people: pages, forms, API, tags of templates.
CHANNELS = {"views", "api", "forms", "tasks", "templatetags", "context", "middleware", "pages"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
RULE = {"visible_to", "permitted"}
# They apply the rule to the queryset they are given.
GUARDS = {"open_record", "find_record", "start_run", "find", "compile"}
# Methods that make a relation's rows a result.
_READS = {
    *("all", "filter", "exclude", "get", "first", "last", "count", "exists", "aggregate", "annotate"),
    *("values", "values_list", "order_by", "select_related", "prefetch_related", "iterator", "in_bulk"),
}
MARK = "reading"


def violations(sources: Iterable[Module], related: Collection[str] = ()) -> Iterator[str]:
    """`related`: names of reverse relations to guarded models (`customer.documents`)."""
    for module in sources:
        if CHANNELS & set(module.inside):
            yield from _in_channel(module, related)


def _in_channel(module: Module, related: Collection[str]) -> Iterator[str]:
    for node, names, taker in outermost_chains(module.tree):
        if RULE & set(names) or module.exempts(node, MARK):
            continue
        if taker is not None and chain(taker)[-1:] and chain(taker)[-1] in GUARDS:
            continue
        if MANAGERS & set(names):
            yield f"{module.at(node)}: {'.'.join(names)} reads past the rule"
        elif any(name in related and after in _READS for name, after in pairwise(names)):
            yield f"{module.at(node)}: {'.'.join(names)} follows a relation past the rule"
