"""What the house keeps of a person or company, field by field: grade, storage, retention (requirement F2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Storage = Literal["plain", "tokened", "sealed"]
Grade = Literal["L1", "L2", "L3", "L4"]


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One declared field. `retention` names a retention class.

    storage: `plain` (all operators), `tokened` (= contains empty; value sealed),
    `sealed` (empty, whole-value token).
    """

    name: str
    label: str | Promise
    type: str = "text"
    storage: Storage = "plain"
    grade: Grade = "L1"
    personal: bool = False
    sensitive: bool = False
    restricted: bool = False
    retention: str = "CUSTOMER"
    # How a stored value is told to people; None where it is what was typed.
    words: Callable[[Any], str] | None = None


_declared: dict[str, dict[str, FieldSpec]] = {}


def declare(model_label: str, *specs: FieldSpec) -> None:
    """To be called once per model, where it is defined; a second spec of one name replaces the first."""
    _declared.setdefault(model_label, {}).update({spec.name: spec for spec in specs})


def declared(model_label: str | None = None) -> dict[str, dict[str, FieldSpec]]:
    """All of it, or of one model only."""
    if model_label is None:
        return {label: dict(specs) for label, specs in _declared.items()}
    return {model_label: dict(_declared.get(model_label, {}))}


def spec(model_label: str, name: str) -> FieldSpec:
    return _declared[model_label][name]
