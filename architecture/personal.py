"""Promise 3 on fields: what people fill in is declared, graded, stored and kept as its declaration says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import models

from kedang.core.fields import FieldSpec

GRADES = ("L1", "L2", "L3", "L4")
# Who works here is personal data too, though no customer's.
STAFF = {"people.person": ("email", "name", "phone", "title")}


def undeclared(
    found: Iterable[type[models.Model]], declared: Mapping[str, Mapping[str, FieldSpec]]
) -> Iterator[str]:
    """Fields with a name for people, on models that belong to a customer, which nobody declared."""
    for model in found:
        label = model._meta.label_lower
        if getattr(model, "scope_path", None) is None and label not in STAFF:
            continue
        for field in model._meta.concrete_fields:
            if _is_shown(field, label) and field.name not in declared.get(label, {}):
                yield f"{label}.{field.name} is shown to people but not declared (core.fields.declare)"


def misdeclared(
    found: Iterable[type[models.Model]], declared: Mapping[str, Mapping[str, FieldSpec]]
) -> Iterator[str]:
    """Declarations that contradict themselves or the column."""
    columns = {model._meta.label_lower: {f.name: f for f in model._meta.get_fields()} for model in found}
    for label, specs in declared.items():
        if label not in columns:
            yield f"{label} is declared but there is no such model"
            continue
        for spec in specs.values():
            for problem in _contradictions(spec, columns[label].get(spec.name)):
                yield f"{label}.{spec.name} {problem}"


def _is_shown(field: models.Field[object, object], label: str) -> bool:
    if label in STAFF:
        return field.name in STAFF[label]
    named = field._verbose_name is not None  # type: ignore[attr-defined]  # Django keeps what was given there
    return named and not field.primary_key


def _contradictions(spec: FieldSpec, column: object) -> Iterator[str]:
    sealed = isinstance(column, models.BinaryField)
    if column is None and spec.type != "file":  # files lie in the vault
        yield "is declared but there is no such field"
    elif isinstance(column, models.Field) and sealed != (spec.storage in {"sealed", "tokened"}):
        yield f"is declared {spec.storage} but its column is {type(column).__name__}"
    if spec.grade not in GRADES:
        yield f"has no grade: {spec.grade!r}"
    if not spec.retention:
        yield "has no retention class"
    if spec.personal and spec.grade == "L1":
        yield "is personal but graded L1"
    if spec.sensitive and spec.grade in {"L1", "L2"}:
        yield f"is sensitive but graded {spec.grade}"
    if spec.restricted and spec.storage != "sealed":
        yield f"is restricted but stored {spec.storage}"
