"""One index, one query language, two engines (docs/map.md).

`search.index.write`, `search.find`, `search.select`, `search.compile`, `search.suggest`, `search.declare_model`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kedang.search import index
    from kedang.search.fields import SearchField, Shown, add_fields, declare_model, show
    from kedang.search.finding import Page, compile, find, ids_of, select
    from kedang.search.language import QueryError
    from kedang.search.suggesting import suggest

# Loaded on first use: this package is imported before Django's models are ready.
_HOMES = {
    "index": "kedang.search.index",
    "SearchField": "kedang.search.fields:SearchField",
    "Shown": "kedang.search.fields:Shown",
    "show": "kedang.search.fields:show",
    "suggest": "kedang.search.suggesting:suggest",
    "add_fields": "kedang.search.fields:add_fields",
    "declare_model": "kedang.search.fields:declare_model",
    "Page": "kedang.search.finding:Page",
    "compile": "kedang.search.finding:compile",
    "find": "kedang.search.finding:find",
    "ids_of": "kedang.search.finding:ids_of",
    "select": "kedang.search.finding:select",
    "QueryError": "kedang.search.language:QueryError",
}

__all__ = [
    "Page",
    "QueryError",
    "SearchField",
    "Shown",
    "add_fields",
    "compile",
    "declare_model",
    "find",
    "ids_of",
    "index",
    "select",
    "show",
    "suggest",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    found = import_module(module)
    value = globals()[name] = getattr(found, attribute) if attribute else found
    return value
