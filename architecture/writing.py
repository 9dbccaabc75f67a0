"""Promises on writing: only actions write, each is decorated and records its event."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

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

Place = tuple[ast.FunctionDef, Module]


def undecorated(sources: Iterable[Module]) -> Iterator[str]:
    """Public functions in `actions/` that act for somebody, or record, without the door."""
    house = House(sources)
    for module in _actions(house.sources):
        for verb in _public(module):
            acts = "actor" in {argument.arg for argument in verb.args.kwonlyargs} or _calls(verb) & _RECORDS
            if acts and not _is_guarded(verb, house, module) and not module.exempts(verb, MARK):
                yield f"{module.at(verb)}: {verb.name} is public but no @action"


def silent(sources: Iterable[Module]) -> Iterator[str]:
    """Actions from which no `record` can be reached."""
    house = House(sources)
    for module in _actions(house.sources):
        for verb in _public(module):
            if "action" in _decorators(verb) and not house.reaches(verb, module, _RECORDS):
                yield f"{module.at(verb)}: {verb.name} records no event"


def strangers(sources: Iterable[Module]) -> Iterator[str]:
    """Writes in pages, forms, models; `save` overridden; signals received."""
    for module in sources:
        if module.inside[0] in _SILENT:
            yield from _writes(module)
        yield from _overrides(module)


def _is_guarded(verb: ast.FunctionDef, house: House, module: Module) -> bool:
    """An action, or what prepares outside the transaction and then goes through the door."""
    own = (node for one in house.sources if one.room == module.room for node in ast.walk(one.tree))
    doors = {one.name for one in own if isinstance(one, ast.FunctionDef) and _decorators(one) & {"action"}}
    return bool(_decorators(verb) & {"action", "run_kind"}) or house.reaches(verb, module, doors | _RUNS)


def _actions(sources: Iterable[Module]) -> Iterator[Module]:
    return (module for module in sources if module.inside[0] == "actions")


def _public(module: Module) -> list[ast.FunctionDef]:
    """With the names that `__init__` re-exports left out: they are counted where they are written."""
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]


def _decorators(verb: ast.FunctionDef) -> set[str]:
    return {chain(decorator)[-1] for decorator in verb.decorator_list if chain(decorator)}


class House:
    """All modules, and which function a name means in each."""

    def __init__(self, sources: Iterable[Module]) -> None:
        self.sources = list(sources)
        self._known: dict[str, dict[str, Place]] = {}
        self._rooms: dict[str, dict[str, Place]] = {}
        for module in self.sources:
            room = self._rooms.setdefault(module.room, {})
            room |= {node.name: (node, module) for node in ast.walk(module.tree) if _is_function(node)}

    def reaches(
        self, function: ast.FunctionDef, module: Module, wanted: set[str], seen: set[int] | None = None
    ) -> bool:
        """Does it call one of `wanted`, itself or through functions it can name?"""
        seen = {id(function)} if seen is None else seen | {id(function)}
        called = _calls(function)
        if called & wanted:
            return True
        known = self._known_to(module)
        places = [known[name] for name in called if name in known]
        return any(self.reaches(one, home, wanted, seen) for one, home in places if id(one) not in seen)

    def _known_to(self, module: Module) -> dict[str, Place]:
        """The module's own functions before those it imports, those before its room's."""
        key = str(module.path)
        if key not in self._known:
            own = {node.name: (node, module) for node in module.tree.body if _is_function(node)}
            self._known[key] = self._rooms[module.room] | self._imported(module) | own
        return self._known[key]

    def _imported(self, module: Module) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kedang."):
                there = self._rooms.get((node.module or "").split(".")[1], {})
                found |= {one.name: there[one.name] for one in node.names if one.name in there}
        return found


def _is_function(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef)


def _calls(function: ast.FunctionDef) -> set[str]:
    return {chain(node)[-1] for node in ast.walk(function) if isinstance(node, ast.Call) and chain(node)}


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
