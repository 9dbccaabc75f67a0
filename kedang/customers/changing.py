"""Changing records, one or many: compare → rows → audience → index → ledger, with one event per changed customer.

The only place where a stored customer's fields and links are written. Runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access import audience
from kedang.access.audience import AudienceSource
from kedang.access.door import revise
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import match_key
from kedang.customers import contacts, custom, indexing
from kedang.customers.attributes import ATTRIBUTES, as_column
from kedang.customers.custom import CustomRow
from kedang.customers.models import Customer, CustomField, CustomValue, Helper
from kedang.customers.record import COLUMNS, SETS, State, custom_fields, label_of, load_states, part_of
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record_many

Change = dict[str, Any]  # field, label, old, new
_AUDIENCE = frozenset({"owner", "department", "helpers"})
_SEARCHED = frozenset({"name", "short_name", "external_id", "uscc", "industry", "region", "address", "note"})


class NothingChanged(Invalid):
    """What was asked for is so already."""


class FieldConflict(Conflict):
    """Somebody changed the same field meanwhile. `fields`: [{field, label, mine, theirs}]."""

    def __init__(self, fields: list[dict[str, Any]]) -> None:
        names = "、".join(str(one["label"]) for one in fields)
        super().__init__(
            _("有人刚刚改过“%(names)s”") % {"names": names},
            field=fields[0]["field"],
            remedy=_("请比较两个内容，选择保留哪一个。"),
        )
        self.fields = fields


@dataclass
class Amendment:
    """New values for one customer by key of its record (`customers.record`)."""

    customer: Customer
    wanted: Mapping[str, Any]
    details: dict[str, Any] = field(default_factory=dict)


def amend(
    customer: Customer,
    wanted: Mapping[str, Any],
    *,
    kind: Kind,
    actor: Actor,
    details: dict[str, Any] | None = None,
) -> list[Change]:
    """One customer. Raises NothingChanged."""
    changes = amend_many([Amendment(customer, wanted, details or {})], kind=kind, actor=actor)[customer.pk]
    if not changes:
        raise NothingChanged(_("没有改动"))
    return changes


def amend_many(amendments: Sequence[Amendment], *, kind: Kind, actor: Actor) -> dict[int, list[Change]]:
    """Write what differs, with one event per changed customer; the changes of each, empty where nothing did."""
    changed = write_many(amendments)
    record_many(
        [
            Entry(
                kind,
                one.customer,
                customer_id=one.customer.pk,
                changes=changed[one.customer.pk],
                details=one.details,
            )
            for one in amendments
            if changed[one.customer.pk]
        ],
        actor=actor,
    )
    return changed


def amend_rows(customer: Customer, wanted: Mapping[str, Any]) -> list[Change]:
    """Without an event of its own: the caller's event tells of more."""
    return write_many([Amendment(customer, wanted)])[customer.pk]


def write_many(amendments: Sequence[Amendment]) -> dict[int, list[Change]]:
    """Rows, audience and index.

    Values are stored forms (`Attribute.read`, ids, `custom.read_value`). A customer may occur once.
    """
    customers = [one.customer for one in amendments]
    keys = {key for one in amendments for key in one.wanted}
    states = load_states(customers, {part_of(key) for key in keys})
    fields = custom_fields(keys)
    changed = {
        one.customer.pk: _differences(
            states[one.customer.pk], _with_roles(states[one.customer.pk], one.wanted), fields
        )
        for one in amendments
    }
    touched = [one for one in amendments if changed[one.customer.pk]]
    for one in touched:
        _write_columns(one.customer, changed[one.customer.pk])
    _write_sets(touched, changed)
    _write_custom(touched, changed, fields)
    _follow(touched, changed)
    return changed


def fingerprint(key: str, value: Any) -> str:
    """Of a value a form was opened with: tells a later change apart and gives nothing away."""
    return vault.mac("lookup", f"seen:{key}:{value!r}".encode()).hex()[:24]


def check_seen(
    customer: Customer, wanted: Mapping[str, Any], seen: Mapping[str, str], state: State | None = None
) -> None:
    """Raise FieldConflict when a field is not any more what its form was opened with (`fingerprint`)."""
    present = state or load_states([customer], {part_of(key) for key in wanted})[customer.pk]
    conflicts = [
        {"field": key, "label": label_of(key), "mine": value, "theirs": present.get(key)}
        for key, value in wanted.items()
        if key in seen and seen[key] != fingerprint(key, present.get(key)) and value != present.get(key)
    ]
    if conflicts:
        raise FieldConflict(conflicts)


def _differences(state: State, wanted: Mapping[str, Any], fields: Mapping[str, CustomField]) -> list[Change]:
    found = []
    for key, new in wanted.items():
        old = state.get(key)
        new = sorted(set(new)) if key in SETS else new
        if (old or None) != (new or None):
            label = fields[key].title if key in fields else label_of(key)
            found.append({"field": key, "label": label, "old": old, "new": new})
    return found


def _with_roles(state: State, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Who helps no more has no role any more."""
    if not {"helpers", "helper_roles"} & wanted.keys():
        return wanted
    helpers = {str(pk) for pk in wanted.get("helpers", state["helpers"]) or ()}
    roles = wanted.get("helper_roles", state["helper_roles"]) or {}
    kept = {pk: role for pk, role in sorted(roles.items()) if pk in helpers and role}
    return {**wanted, "helper_roles": kept}


def _write_columns(customer: Customer, changes: Sequence[Change]) -> None:
    """Also the revision, when only links or custom fields changed."""
    columns: dict[str, Any] = {}
    for change in changes:
        key, new = change["field"], change["new"]
        if key in COLUMNS:
            columns[COLUMNS[key]] = new
        elif key in ATTRIBUTES:
            columns.update(_columns_of(customer, key, new))
    revise(customer, **columns)


def _columns_of(customer: Customer, key: str, new: Any) -> dict[str, Any]:
    attribute = ATTRIBUTES[key]
    if not attribute.is_sealed:
        derived = {"match_key": match_key(new)} if key == "name" else {}
        return {key: as_column(attribute, new), **derived}
    sealed = vault.seal(customer.key_owner, "profile", str(new).encode(), aad=key.encode()) if new else None
    if key == "id_number":
        return {key: sealed, "id_number_token": contacts.id_number_token(new) if new else None}
    return {key: sealed}


def _write_sets(touched: Sequence[Amendment], changed: Mapping[int, list[Change]]) -> None:
    for key, (model, column) in SETS.items():
        added = []
        for one in touched:
            for change in changed[one.customer.pk]:
                if change["field"] == key:
                    old, new = set(change["old"] or ()), set(change["new"] or ())
                    gone = {f"{column}__in": old - new}
                    if old - new:
                        model._default_manager.filter(customer=one.customer, **gone).delete()
                    added += [model(customer=one.customer, **{column: pk}) for pk in sorted(new - old)]
        if added:
            model._default_manager.bulk_create(added, batch_size=500)
    _write_roles(touched, changed)


def _write_roles(touched: Sequence[Amendment], changed: Mapping[int, list[Change]]) -> None:
    for one in touched:
        for change in changed[one.customer.pk]:
            if change["field"] == "helper_roles":
                for person, role in _moved(change["old"] or {}, change["new"] or {}):
                    Helper.objects.filter(customer=one.customer, person=int(person)).update(role=role)


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(pk, new.get(pk, "")) for pk in {**old, **new} if old.get(pk) != new.get(pk)]


def _write_custom(
    touched: Sequence[Amendment], changed: Mapping[int, list[Change]], fields: Mapping[str, CustomField]
) -> None:
    rows = [
        (one.customer, CustomRow(fields[change["field"]], change["new"]))
        for one in touched
        for change in changed[one.customer.pk]
        if change["field"] in fields
    ]
    if not rows:
        return
    for customer, row in rows:
        CustomValue.objects.filter(customer=customer, field=row.field).delete()
    custom.store([(customer.pk, row) for customer, row in rows if row.value is not None])


def _follow(touched: Sequence[Amendment], changed: Mapping[int, list[Change]]) -> None:
    """Audience and index keep up with what changed."""
    keys = {one.customer.pk: {change["field"] for change in changed[one.customer.pk]} for one in touched}
    moved = [one.customer for one in touched if keys[one.customer.pk] & _AUDIENCE]
    if moved:
        rewrite_audience(moved)
    facts = [one.customer for one in touched if keys[one.customer.pk] & _SEARCHED]
    own = [one.customer for one in touched if any(key.startswith("custom:") for key in keys[one.customer.pk])]
    indexing.reindex(facts, {indexing.FACTS})
    indexing.reindex(own, {indexing.CUSTOM})


def rewrite_audience(customers: Iterable[Customer]) -> None:
    customers = list(customers)
    helpers = load_states(customers, {"links"})
    audience.rewrite(
        [
            AudienceSource(
                customer_id=customer.pk,
                owner_id=customer.owner_id,
                department_id=customer.department_id,
                helper_ids=helpers[customer.pk]["helpers"],
            )
            for customer in customers
        ]
    )
