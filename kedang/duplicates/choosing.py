"""Which of two records each field is taken from when they become one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.models import Customer, CustomField, DimensionValue
from kedang.customers.record import SETS, State, custom_fields, label_of

# Together, not one or the other.
UNITED = tuple(SETS)
_LINKS = ("owner", "department", "template")
# Set by the system from what it merges.
_HIGHEST = "classification"
_MEANING_TOGETHER = (
    ("status", "cooperation_end", "end_reason"),
    ("grade", "grade_basis"),
    ("owner", "department"),
)


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ. `is_source`: what is proposed."""

    key: str
    label: str
    target: Any
    source: Any
    is_source: bool


def choices_of(target: State, source: State, *, source_is_newer: bool) -> list[Choice]:
    """Only what differs: where one is empty the other is proposed, else the fuller text, else the newer."""
    fields = custom_fields([*target, *source])
    return [
        Choice(
            key,
            _label(key, fields),
            target.get(key),
            source.get(key),
            _prefers(key, target, source, source_is_newer),
        )
        for key in _keys(target, source)
        if (target.get(key) or None) != (source.get(key) or None)
    ]


def wanted(target: State, source: State, from_source: Collection[str]) -> dict[str, Any]:
    """What the target is to hold. Raises Invalid: no such field."""
    known = set(_keys(target, source))
    if unknown := set(from_source) - known:
        raise Invalid(_("没有这个字段：%(names)s") % {"names": "、".join(sorted(unknown))}, field="fields")
    taken = {key: source.get(key) for key in from_source}
    united: dict[str, Any] = {key: sorted({*target[key], *source[key]}) for key in UNITED if key != "classes"}
    united["classes"] = _classes(target["classes"], source["classes"])
    united["helper_roles"] = {**source["helper_roles"], **target["helper_roles"]}
    return taken | united | {_HIGHEST: max(target[_HIGHEST], source[_HIGHEST])}


def _keys(target: State, source: State) -> list[str]:
    own = sorted({key for key in (*target, *source) if key.startswith("custom:")})
    return [*(key for key in ATTRIBUTES if key != "kind"), *_LINKS, *own]


def _prefers(key: str, target: State, source: State, source_is_newer: bool) -> bool:
    group = next((one for one in _MEANING_TOGETHER if key in one), (key,))
    key = group[0]
    ours, theirs = target.get(key), source.get(key)
    if not ours or not theirs:
        return bool(theirs)
    if isinstance(ours, str) and isinstance(theirs, str) and key in {"name", "short_name", "address", "note"}:
        return len(theirs) > len(ours)
    # Who looks after the record that stays goes on doing so.
    return source_is_newer and key not in _LINKS


def _classes(target: list[int], source: list[int]) -> list[int]:
    """Of a dimension with one answer the target's stays."""
    rows = DimensionValue.objects.filter(pk__in={*target, *source}).select_related("dimension")
    values = {row.pk: row.dimension for row in rows}
    taken = {values[pk].pk for pk in target if pk in values and not values[pk].is_multiple}
    more = [pk for pk in source if pk in values and values[pk].pk not in taken]
    return sorted({*target, *more})


def _label(key: str, fields: Mapping[str, CustomField]) -> str:
    return fields[key].title if key in fields else label_of(key)


def is_newer(source: Customer, target: Customer) -> bool:
    return source.updated_at > target.updated_at
