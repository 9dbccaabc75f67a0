"""Is this customer here already? Sure by USCC and ID number; likely by name, phone and e-mail.

Blind outside the asker's rights: only for a whole contact value or credit code, that one exists and which department to
ask, nothing else; thirty values an hour (A12, `blindness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.prepared import Prepared
from kedang.core.text import match_key
from kedang.customers import blindness, contacts
from kedang.customers.actions.blindness import note_blind_check
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.blindness import Question
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.registration import NewCustomer

SURE = frozenset({"uscc", "id_number"})
_MOST = 20


def _equal(column: str) -> Prepared[tuple[int, Any]]:
    return Prepared(
        lambda *values: (
            Customer.objects.in_use().filter(Q(**{f"{column}__in": values})).values_list("pk", column)
        )
    )


_EQUAL = {column: _equal(column) for column in ("match_key", "uscc", "id_number_token")}
_REACHED = Prepared(
    lambda *tokens: (
        ContactPoint.objects.with_tokens(tokens)
        .filter(customer__trashed_at=None)
        .values_list("token", "customer_id")
    )
)


@dataclass(frozen=True)
class Duplicate:
    """A customer that may be the same. Hidden ones have no `customer`, only the department to ask."""

    by: str  # uscc, id_number, name, contact
    customer: Customer | None
    department: str

    @property
    def is_sure(self) -> bool:
        return self.by in SURE

    @property
    def reason(self) -> str:
        return {
            "uscc": _("统一社会信用代码相同"),
            "id_number": _("身份证号相同"),
            "name": _("名称相同"),
            "contact": _("联系方式相同"),
        }[self.by]


@dataclass(frozen=True)
class Keys:
    """By what a customer is compared."""

    name: str = ""
    uscc: str = ""
    id_number: bytes | None = None
    tokens: tuple[bytes, ...] = ()


def keys_of(new: NewCustomer) -> Keys:
    number = new.values["id_number"]
    return Keys(
        new.match_key,
        new.values["uscc"],
        contacts.id_number_token(number) if number else None,
        tuple(new.tokens),
    )


def keys_while_typing(typed: dict[str, Any]) -> Keys:
    """From a form that is not finished: what cannot be read yet is left out."""
    points = [
        _token(kind, value) for kind, value in typed.items() if kind in {"mobile", "landline", "email", "fax"}
    ]
    number = _read("id_number", typed)
    return Keys(
        match_key(typed.get("name", "")),
        _read("uscc", typed),
        contacts.id_number_token(number) if number else None,
        tuple(token for token in points if token),
    )


@dataclass(frozen=True)
class Answer:
    """`known`: within the asker's rights, sure ones first. `hidden`: at most one beyond them."""

    known: list[Duplicate]
    hidden: Duplicate | None = None
    # Too many values asked about this hour: nothing was looked for beyond the asker's rights.
    is_limited: bool = False

    def __bool__(self) -> bool:
        return bool(self.known or self.hidden)

    def __iter__(self) -> Iterator[Duplicate]:
        yield from self.known
        if self.hidden:
            yield self.hidden


def find(keys: Keys, actor: Actor, *, but: int | None = None) -> Answer:
    """`but`: the customer that is being edited.

    The same statements run whether something hidden is there or not, so that time tells nothing either.
    """
    asked = blindness.open_question([*keys.tokens, *_uscc_token(keys)], actor)
    found = {pk: by for pk, by in _matches([keys])[0].items() if pk != but}
    ids = sorted(found, key=lambda pk: (found[pk] not in SURE, pk))[:_MOST]
    rows = Customer.objects.filter(pk__in=ids or [0]).select_related("department").in_bulk()
    visible = set(Customer.objects.visible_to(actor).filter(pk__in=ids or [0]).values_list("pk", flat=True))
    beyond = _beyond(keys, asked, but)
    hidden = next((pk for pk in beyond if pk not in visible), None)
    if asked.fresh:
        note_blind_check(Customer, asked, hidden, actor=actor)
    return Answer(
        [Duplicate(found[pk], rows[pk], _department_of(rows[pk])) for pk in ids if pk in visible],
        Duplicate(beyond[hidden][0], None, beyond[hidden][1]) if hidden is not None else None,
        asked.is_limited,
    )


def _beyond(keys: Keys, asked: Question, but: int | None) -> dict[int, tuple[str, str]]:
    """Who bears one of the whole values asked about: customer id → by what, department."""
    tokens = [token for token in keys.tokens if token in asked.tokens]
    uscc = keys.uscc if set(_uscc_token(keys)) & asked.tokens else ""
    points = ContactPoint.objects.with_tokens(tokens or [b""]).filter(customer__trashed_at=None)
    bearing = Customer.objects.in_use().filter(Q(uscc=uscc or "-") | Q(pk__in=points.values("customer_id")))
    rows = bearing.exclude(pk=but or 0).select_related("department").order_by("pk")[:_MOST]
    return {row.pk: ("uscc" if uscc and row.uscc == uscc else "contact", _department_of(row)) for row in rows}


def _uscc_token(keys: Keys) -> list[bytes]:
    return [vault.mac("lookup", f"uscc:{keys.uscc}".encode())] if keys.uscc else []


def _department_of(customer: Customer) -> str:
    return customer.department.name if customer.department else _("客户档案管理部门")


def find_many(keys: Sequence[Keys]) -> list[dict[int, str]]:
    """For an import: customer id → by what, for each. Four queries, whatever the number; no rights applied."""
    return _matches(keys)


def _matches(keys: Sequence[Keys]) -> list[dict[int, str]]:
    """The strongest reason for each customer."""
    by_name = _grouped("match_key", {one.name for one in keys if one.name})
    by_uscc = _grouped("uscc", {one.uscc for one in keys if one.uscc})
    by_id = _grouped("id_number_token", {one.id_number for one in keys if one.id_number})
    by_token = _by_token({token for one in keys for token in one.tokens})
    found = []
    for one in keys:
        reasons: dict[int, str] = {}
        for token in one.tokens:
            reasons.update(dict.fromkeys(by_token.get(token, ()), "contact"))
        reasons.update(dict.fromkeys(by_name.get(one.name, ()), "name"))
        reasons.update(dict.fromkeys(by_id.get(one.id_number, ()), "id_number"))
        reasons.update(dict.fromkeys(by_uscc.get(one.uscc, ()), "uscc"))
        found.append(reasons)
    return found


def _grouped(column: str, values: set[Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for batch in _batches(values):
        for pk, value in _EQUAL[column](*batch):
            found.setdefault(bytes(value) if isinstance(value, memoryview) else value, []).append(pk)
    return found


def _by_token(tokens: set[bytes]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = {}
    for batch in _batches(tokens):
        for token, pk in _REACHED(*batch):
            found.setdefault(bytes(token or b""), []).append(pk)
    return found


def _batches(values: Iterable[Any], size: int = 400) -> Iterable[list[Any]]:
    ordered = list(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _read(name: str, typed: dict[str, Any]) -> str:
    try:
        return str(ATTRIBUTES[name].read(typed.get(name)) or "")
    except Invalid:
        return ""


def _token(kind: str, value: str) -> bytes | None:
    try:
        return contacts.token_of(kind, read_contact(ContactInput(kind, value)).lookup)
    except Invalid:
        return None
