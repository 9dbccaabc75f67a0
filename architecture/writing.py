"""Promises on writing: only actions write, each is decorated and records its event."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from architecture.source import Module, chain, outermost_chains

_RECORDS = {"record", "record_many"}
# The door for bulk work: checks the right, records the start, and each chunk its events.
_RUNS = {"start_run", "start_run_of"}
_WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "acreate",
}
# `update` is a dictionary's word too: it counts after one of these.
_ROWS = {"objects", "filter", "exclude", "all", "visible_to", "permitted"}
# Where nothing is written: forms validate, pages call actions, models only are.
_SILENT = {"views", "forms", "templatetags", "context", "pages", "querysets", "models", "search"}
MARK = "writing"


def undecorated(sources: Iterable[Module]) -> Iterator[str]:
    """Public functions in `actions/` that act for somebody, or record, without the door."""
    everything = list(sources)
    for module in _actions(everything):
        for verb in _public(module):
            acts = "actor" in {argument.arg for argument in verb.args.kwonlyargs} or _calls(verb) & _RECORDS
            if acts and not _is_guarded(verb, everything, module.room) and not module.exempts(verb, MARK):
                yield f"{module.at(verb)}: {verb.name} is public but no @action"


def silent(sources: Iterable[Module]) -> Iterator[str]:
    """Actions from which no `record` can be reached through functions of their own room."""
    everything = list(sources)
    for module in _actions(everything):
        for verb in _public(module):
            known = _functions(everything, module.room)
            if "action" in _decorators(verb) and not _reaches(verb, _RECORDS, known, set()):
                yield f"{module.at(verb)}: {verb.name} records no event"


def strangers(sources: Iterable[Module]) -> Iterator[str]:
    """Writes in pages, forms, models; `save` overridden; signals received."""
    for module in sources:
        if module.inside[0] in _SILENT:
            yield from _writes(module)
        yield from _overrides(module)


def _is_guarded(verb: ast.FunctionDef, sources: Iterable[Module], room: str) -> bool:
    """An action, or what prepares outside the transaction and then goes through the door."""
    doors = {name for name, one in _functions(sources, room).items() if _decorators(one) & {"action"}} | _RUNS
    return bool(_decorators(verb) & {"action", "run_kind"}) or _reaches(
        verb, doors, _functions(sources, room), set()
    )


def _actions(sources: Iterable[Module]) -> Iterator[Module]:
    return (module for module in sources if module.inside[0] == "actions")


def _public(module: Module) -> list[ast.FunctionDef]:
    """With the names that `__init__` re-exports left out: they are counted where they are written."""
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]


def _decorators(verb: ast.FunctionDef) -> set[str]:
    return {chain(decorator)[-1] for decorator in verb.decorator_list if chain(decorator)}


def _reaches(
    function: ast.FunctionDef, wanted: set[str], known: dict[str, ast.FunctionDef], seen: set[str]
) -> bool:
    """Does it call one of `wanted`, itself or through functions of its room?"""
    seen.add(function.name)
    called = _calls(function)
    if called & wanted:
        return True
    return any(
        _reaches(known[name], wanted, known, seen) for name in called if name in known and name not in seen
    )


def _calls(function: ast.FunctionDef) -> set[str]:
    return {chain(node)[-1] for node in ast.walk(function) if isinstance(node, ast.Call) and chain(node)}


def _functions(sources: Iterable[Module], room: str) -> dict[str, ast.FunctionDef]:
    found: dict[str, ast.FunctionDef] = {}
    for module in sources:
        if module.room == room:
            found |= {node.name: node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    return found


def _writes(module: Module) -> Iterator[str]:
    for node, names, _taker in outermost_chains(module.tree):
        if not isinstance(node, ast.Call) or module.exempts(node, MARK) or "session" in names:
            continue
        rows = bool(_ROWS & set(names))
        if (rows and {*_WRITES, "update"} & set(names)) or (names[-1:] and names[-1] in {"save", "delete"}):
            yield f"{module.at(node)}: {'.'.join(names)} writes outside an action"


def _overrides(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef) or module.exempts(node, MARK):
            continue
        if node.name == "save" and {"models", "forms"} & set(module.inside):
            yield f"{module.at(node)}: save() is overridden"
        if "receiver" in _decorators(node) and module.room != "accounts":
            yield f"{module.at(node)}: {node.name} listens to a signal"


def events_without_rule(sources: Iterable[Module], erase_rules: Mapping[str, str]) -> Iterator[str]:
    """Changes of a customer or a person recorded under a kind that says that it holds nothing personal.

    `erase_rules`: `room.CONSTANT` → rule.
    """
    for module in sources:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and chain(node)[-1:] and chain(node)[-1] in {*_RECORDS, "Entry"}:
                carried = {keyword.arg for keyword in node.keywords}
                kind = "".join(chain(node.args[0])[-1:]) if node.args else ""
                personal = "changes" in carried and carried & {"customer_id", "person_id"}
                if personal and erase_rules.get(f"{module.room}.{kind}") == "none":
                    yield f"{module.at(node)}: {kind} carries changes of a person but has no erase rule"
