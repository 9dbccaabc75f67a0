"""The history of a record, read from the ledger: list it, compare two moments, the record as it was on a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kedang.core import masking
from kedang.core.actor import Actor
from kedang.core.errors import NotFound
from kedang.core.prepared import Prepared
from kedang.core.preset_names import shown
from kedang.customers import custom, events, files
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.changing import Change
from kedang.customers.models import (
    ContactKind,
    Customer,
    CustomField,
    DimensionValue,
    FieldType,
    HelperRole,
    RecordTemplate,
    Tag,
)
from kedang.customers.record import LINKS, State, custom_fields, label_of, load_state
from kedang.ledger.models import Event
from kedang.ledger.record import read_payloads, read_reason
from kedang.people.models import Department, Person

KINDS = tuple(
    kind.name
    for kind in vars(events).values()
    if getattr(kind, "personal", ()) == ("changes",) and kind.name.startswith("customers.")
)


@dataclass(frozen=True)
class Revision:
    """One change of the record: who, when, why, and each field from → to."""

    event: Event
    changes: list[Change]
    reason: str
    # The payload's key is gone: that something changed is all that is left.
    is_erased: bool = False


@cache
def _newest(limit: int) -> Prepared[Event]:
    return Prepared(
        lambda customer: (
            Event.objects.filter(customer_id=customer, kind__in=KINDS, result=Event.Result.OK)
            .select_related("actor")
            .order_by("-id")[:limit]
        )
    )


@cache
def _named(model: type[Model]) -> Prepared[Any]:
    return Prepared(lambda *ids: model._base_manager.filter(pk__in=ids))


def events_of(customer: Customer) -> QuerySet[Event]:
    """Newest first."""
    return Event.objects.filter(customer_id=customer.pk, kind__in=KINDS, result=Event.Result.OK).order_by(
        "-id"
    )


def wholeevents_of_all(customer: Customer) -> QuerySet[Event]:
    """Also those of the records that became a part of this one, newest first: both histories stay readable."""
    return events_of_all([customer.pk, *parts_of(customer)])


def events_of_all(customer_ids: Sequence[int]) -> QuerySet[Event]:
    rows = Event.objects.filter(customer_id__in=customer_ids, kind__in=KINDS)
    return rows.filter(result=Event.Result.OK).order_by("-id")


def parts_of(customer: Customer) -> list[int]:
    """The records merged into this one, also through several merges."""
    found: list[int] = []
    above = [customer.pk]
    while above:
        above = _MERGED_INTO(*above)
        found += above
    return found


_MERGED_INTO = Prepared(
    lambda *customers: Customer.objects.filter(merged_into__pk__in=customers).values_list("pk", flat=True)
)


def revisions_of(customer: Customer, *, before: int | None = None, limit: int = 30) -> list[Revision]:
    """A page of the history, newest first; `before` is the last event of the page before."""
    parts = parts_of(customer)
    if before is None and not parts:
        return read_revisions(_newest(limit)(customer.pk))
    rows = events_of_all([customer.pk, *parts]).select_related("actor")
    return read_revisions(list((rows.filter(pk__lt=before) if before else rows)[:limit]))


def state_on(customer: Customer, moment: datetime) -> State:
    """The record as it was at `moment`: the present with every later change taken back.

    Raises NotFound: it did not exist yet.
    """
    if moment < customer.created_at:
        raise NotFound(_("那时还没有这份档案"))
    return _taken_back(customer, events_of(customer).filter(at__gt=moment))


def replay(customer: Customer) -> State:
    """The record as its events tell it, from nothing on. What is empty is left out."""
    state: State = {}
    for payload in read_payloads(list(events_of(customer).order_by("id"))):
        for change in (payload or {}).get("changes", ()):
            if not change["field"].startswith("project:"):
                state[change["field"]] = change["new"]
    return {key: value for key, value in state.items() if value not in (None, "", [])}


def state_after(customer: Customer, event: Event) -> State:
    """The record right after `event`."""
    return _taken_back(customer, events_of(customer).filter(pk__gt=event.pk))


def differences(old: State, new: State) -> list[Change]:
    """Field by field; what is empty in both does not count."""
    return [
        {"field": key, "label": label_of(key), "old": old.get(key), "new": new.get(key)}
        for key in dict.fromkeys([*old, *new])
        if (old.get(key) or None) != (new.get(key) or None)
    ]


def changes_of(event: Event) -> list[Change]:
    return read_revisions([event])[0].changes


def read_revisions(rows: Sequence[Event]) -> list[Revision]:
    return [
        Revision(event, payload["changes"] if payload else [], read_reason(event), is_erased=payload is None)
        for event, payload in zip(rows, read_payloads(rows), strict=True)
    ]


def _taken_back(customer: Customer, later: QuerySet[Event]) -> State:
    state = load_state(customer)
    rows = list(later.order_by("-id"))
    for payload in read_payloads(rows):
        for change in (payload or {}).get("changes", ()):
            if not change["field"].startswith("project:"):  # a row of its own, not a field of the record
                state[change["field"]] = change["old"]
    return state


class Words:
    """Turns values of a record into words, with one query per kind of link. Personal ones masked unless `plain`."""

    def __init__(self, changes: Iterable[Change], *, plain: bool, actor: Actor | None = None) -> None:
        changes = list(changes)
        self.plain = plain
        self.fields: dict[str, CustomField] = custom_fields({change["field"] for change in changes})
        ids = self._ids(changes)
        self.names = {
            "owner": _names(Person, self._people(changes, ids)),
            "department": _names(Department, ids["department"]),
            "tags": _names(Tag, ids["tags"]),
            "classes": _names(DimensionValue, ids["classes"]),
            "template": _names(RecordTemplate, ids["template"]),
        }
        self.names["helpers"] = self.names["owner"]
        # Names of documents whose reader may see them.
        self.files: Mapping[int, str] = files.names(self._of_type(changes, FieldType.FILE), actor)

    def label(self, change: Change) -> str:
        """What the field is called now, in the language of the page; what is gone keeps the name it had."""
        key = change["field"]
        if key in self.fields:
            return self.fields[key].title
        return label_of(key) if key in ATTRIBUTES or key in LINKS else str(change["label"])

    def of(self, key: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return ""
        if key == "helper_roles":
            return "、".join(self._helper(int(pk), role) for pk, role in value.items())
        if isinstance(value, dict):
            return self._of_part(key, value)
        if key in self.names:
            ids = value if isinstance(value, list) else [value]
            return "、".join(self.names[key].get(pk, f"#{pk}") for pk in ids)
        if key in self.fields:
            return self._of_custom(self.fields[key], value)
        return self._of_attribute(key, value)

    def _helper(self, pk: int, role: str) -> str:
        return _("%(person)s（%(role)s）") % {
            "person": self.names["owner"].get(pk, f"#{pk}"),
            "role": dict(HelperRole.choices).get(role, role),
        }

    def _of_part(self, key: str, value: dict[str, Any]) -> str:
        if key.startswith("person:"):
            return " ".join(filter(None, (value["name"], value["title"])))
        if value["absent"]:
            return _("暂无：%(reason)s") % {"reason": value["absent"]}
        shown = value["value"] if self.plain else masking.mask_value(value["kind"], value["value"])
        extra = [value["label"], value["person"]]
        if value.get("verified_on"):
            extra.append(_("核实于 %(day)s") % {"day": value["verified_on"]})
        label = str(ContactKind(value["kind"]).label)
        return " · ".join(filter(None, (f"{label} {shown}", *extra)))

    def _of_custom(self, field: CustomField, value: Any) -> str:
        if field.type == FieldType.PERSON:
            return self.names["owner"].get(value, f"#{value}")
        if field.type == FieldType.FILE:
            return self.files.get(value) or _("文件 #%(number)s") % {"number": value}
        text = custom.show(field, value)
        return masking.mask_text(text) if field.is_sealed and not self.plain else text

    def _of_attribute(self, key: str, value: Any) -> str:
        if key == "classification":
            from kedang.access.words import Clearance

            return str(Clearance(value).label)
        attribute = ATTRIBUTES.get(key)
        if attribute is None:
            return str(value)
        if attribute.mask and not self.plain:
            return masking.mask_value(attribute.mask, str(value))
        return attribute.words(value)

    def _ids(self, changes: list[Change]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {
            key: set() for key in ("owner", "department", "helpers", "tags", "classes", "template")
        }
        for change in changes:
            if change["field"] in found:
                for value in (change["old"], change["new"]):
                    found[change["field"]].update(
                        value if isinstance(value, list) else [value] if value else []
                    )
        return found

    def _people(self, changes: list[Change], ids: Mapping[str, set[int]]) -> set[int]:
        with_role = {
            int(pk)
            for change in changes
            if change["field"] == "helper_roles"
            for value in (change["old"], change["new"])
            for pk in value or ()
        }
        return ids["owner"] | ids["helpers"] | with_role | self._of_type(changes, FieldType.PERSON)

    def _of_type(self, changes: list[Change], type: FieldType) -> set[int]:
        """What fields of a type that keeps ids hold before and after."""
        return {
            value
            for change in changes
            if change["field"] in self.fields and self.fields[change["field"]].type == type
            for value in (change["old"], change["new"])
            if value
        }


def _names(model: Any, ids: set[int]) -> dict[int, str]:
    return {row.pk: shown(str(row)) for row in _named(model)(*ids)}
