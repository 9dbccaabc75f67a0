"""Rows of a dossier as they can be stored here: every value checked against its column, people found by address.

A dossier is a file somebody brings: nothing in it is believed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.text import match_key
from kedang.dossier.rows import STRUCTURED
from kedang.dossier.tables import Table, by_model
from kedang.people.models import Person

Row = Mapping[str, Any]
Ids = Mapping[str, Mapping[int, int]]  # table → id in the dossier → id here
_LONGEST = 100_000  # characters of one sealed text


@dataclass
class Decoded:
    """`columns` for the model, `sealed` still plain, `origin` what cannot be said in a column here."""

    old_id: int
    columns: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, list[Any]] = field(default_factory=dict)
    origin: dict[str, Any] = field(default_factory=dict)


class People:
    """Who is meant by name and address; whoever has no account here is the importer, and named in the origin."""

    def __init__(self, importer: Person) -> None:
        self.importer = importer
        self._known: dict[str, Person | None] = {}

    def find(self, told: Any) -> Person | None:
        email = str(told.get("email") or "").strip().lower()[:254] if isinstance(told, dict) else ""
        if email and email not in self._known:
            self._known[email] = Person.objects.filter(email__iexact=email, is_system=False).first()
        return self._known.get(email)


def decode(table: Table, row: Any, ids: Ids | None, people: People) -> Decoded:
    """Raises Invalid naming table, row and column. Without `ids` references are only looked at, not resolved."""
    if not isinstance(row, dict) or type(row.get("id")) is not int:
        raise _bad(table, row, "id")
    found = Decoded(row["id"])
    for column in table.columns():
        try:
            _take(table, column, row.get(column.name), found, ids, people)
        except (ValidationError, TypeError, ValueError, KeyError, OverflowError) as error:
            raise _bad(table, row, column.name) from error
    for link in table.links:
        told = row.get(link.name) or []
        if not isinstance(told, list):
            raise _bad(table, row, link.name)
        found.links[link.name] = told
    if any(one.name == "match_key" for one in table.model._meta.concrete_fields):
        found.columns["match_key"] = match_key(found.columns["name"])
    return found


def moment(told: Any) -> datetime | None:
    try:
        found = parse_datetime(str(told)) if told else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _take(
    table: Table, column: models.Field[Any, Any], told: Any, found: Decoded, ids: Ids | None, people: People
) -> None:
    if column.get_internal_type() == "BinaryField":
        if told is not None:
            found.sealed[column.name] = _sealed(table, column.name, told)
    elif column.is_relation:
        _refer(column, told, found, ids, people)
    else:
        found.columns[column.name] = _plain(column, told)


def _plain(column: models.Field[Any, Any], told: Any) -> Any:
    if told is None and column.null:
        return None
    value = column.to_python(told)
    if value is None:
        raise ValueError(column.name)
    column.run_validators(value)
    if column.choices and value != "" and value not in {code for code, _label in column.flatchoices}:
        raise ValueError(column.name)
    if isinstance(value, str) and "\0" in value:
        raise ValueError(column.name)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(column.name)
    return value


def _sealed(table: Table, name: str, told: Any) -> bytes:
    if (table.name, name) in STRUCTURED:
        wanted = {"value", "raw"} if table.name == "contact_points" else {"text", "names"}
        if not isinstance(told, dict) or set(told) != wanted:
            raise ValueError(name)
        told = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if not isinstance(told, str) or len(told) > _LONGEST:
        raise ValueError(name)
    return told.encode()


def _refer(
    column: models.Field[Any, Any], told: Any, found: Decoded, ids: Ids | None, people: People
) -> None:
    key = f"{column.name}_id"
    if column.related_model is Person:
        person = people.find(told)
        if told and person is None:
            found.origin[column.name] = told
        fallback = None if column.null else people.importer.pk
        found.columns[key] = person.pk if person else fallback
        return
    name = by_model()[column.related_model]  # type: ignore[index]  # a model, never a name
    if told is not None and type(told) is not int:
        raise ValueError(column.name)
    here = ids[name].get(told) if ids is not None and told is not None else None
    if ids is not None and told is not None and here is None and not column.null:
        raise ValueError(column.name)
    found.columns[key] = here


def _bad(table: Table, row: Any, name: str) -> Invalid:
    which = row.get("id") if isinstance(row, dict) else "?"
    return Invalid(
        _("数据里“%(table)s”第 %(row)s 条的“%(column)s”无法读取")
        % {"table": table.label, "row": str(which)[:20], "column": name},
        field=name,
        value=str(row.get(name) if isinstance(row, dict) else row)[:80],
        remedy=_("档案包可能被改动过，请重新索取。"),
    )
