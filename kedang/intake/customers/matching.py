"""Which customers of the archive a chunk's rows are: by number, codes, name or contact, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.customers.registration import NewCustomer

_PHONES = (ContactKind.MOBILE, ContactKind.LANDLINE)


@dataclass(frozen=True)
class MatchField:
    """Something by which a row can be the same customer. `find`: keys → (key, customer id) pairs of the archive."""

    name: str
    label: str | Promise
    keys: Callable[[NewCustomer], Iterable[object]]
    find: Callable[[set[object]], Iterable[tuple[object, int]]]


def _columns(column: str) -> Callable[[set[object]], Iterable[tuple[object, int]]]:
    def find(keys: set[object]) -> Iterable[tuple[object, int]]:
        return Customer.objects.in_use().filter(**{f"{column}__in": keys}).values_list(column, "pk")

    return find


def _by_token(keys: set[object]) -> Iterable[tuple[object, int]]:
    rows = ContactPoint.objects.in_use().filter(token__in=keys, customer__trashed_at=None)
    return ((bytes(token or b""), pk) for token, pk in rows.values_list("token", "customer_id"))


def _tokens(new: NewCustomer, kinds: Sequence[str]) -> list[bytes]:
    return [one.token for one in new.contacts if one.kind in kinds and one.token]


def _value(name: str) -> Callable[[NewCustomer], list[object]]:
    return lambda new: [value] if (value := new.values.get(name)) else []


FIELDS = (
    MatchField(
        "number",
        _("客户编号"),
        lambda new: [new.given.number] if new.given.number else [],
        _columns("number"),
    ),
    MatchField("external_id", _("外部编号"), _value("external_id"), _columns("external_id")),
    MatchField("uscc", _("统一社会信用代码"), _value("uscc"), _columns("uscc")),
    MatchField("match_key", _("客户名称"), lambda new: [new.match_key], _columns("match_key")),
    MatchField("phone", _("电话"), lambda new: _tokens(new, _PHONES), _by_token),
    MatchField("email", _("邮箱"), lambda new: _tokens(new, (ContactKind.EMAIL,)), _by_token),
)
# What belongs to one customer only: where two differ, they are two, whatever else is equal.
PROOFS = ("number", "external_id", "uscc")
DEFAULT = ["number", "external_id", "uscc", "match_key"]


@dataclass
class Matches:
    """What the archive and the chunk itself hold of each row. `same`, `alike`: row index → field → customer ids.

    `same` by the chosen fields decides; `alike` by the others is a hint. `earlier`: row index → (field, earlier row).
    """

    same: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    alike: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    earlier: dict[int, tuple[str, int]] = field(default_factory=dict)

    def customers(self, index: int) -> set[int]:
        found: set[int] = set()
        return found.union(*self.same.get(index, {}).values())


def find_matches(rows: Sequence[NewCustomer | None], chosen: Sequence[str]) -> Matches:
    """One statement a field, however many rows."""
    matches = Matches()
    for one in FIELDS:
        keys = {index: list(one.keys(new)) for index, new in enumerate(rows) if new is not None}
        _within(matches, one, keys, chosen, rows)
        _in_archive(matches, one, keys, matches.same if one.name in chosen else matches.alike)
    _set_contradicted_apart(matches, rows)
    return matches


def label_of(name: str) -> str:
    return next(str(one.label) for one in FIELDS if one.name == name)


def _within(
    matches: Matches,
    one: MatchField,
    keys: dict[int, list[object]],
    chosen: Sequence[str],
    rows: Sequence[NewCustomer | None],
) -> None:
    if one.name not in chosen:
        return
    first: dict[object, int] = {}
    for index, own in keys.items():
        for key in own:
            twin = first.setdefault(key, index)
            if twin != index and not _contradict(_proofs_of(rows[index]), _proofs_of(rows[twin])):
                matches.earlier.setdefault(index, (one.name, twin))


def _in_archive(
    matches: Matches, one: MatchField, keys: dict[int, list[object]], found: dict[int, dict[str, set[int]]]
) -> None:
    wanted = {key for own in keys.values() for key in own}
    if not wanted:
        return
    by_key: defaultdict[object, set[int]] = defaultdict(set)
    for key, pk in one.find(wanted):
        by_key[key].add(pk)
    for index, own in keys.items():
        if hits := set().union(*(by_key[key] for key in own if key in by_key)):
            found[index][one.name] = hits


def _set_contradicted_apart(matches: Matches, rows: Sequence[NewCustomer | None]) -> None:
    """Two firms may share a name or a switchboard; different numbers or codes of their own prove them two."""
    ids = {pk for found in matches.same.values() for pks in found.values() for pk in pks}
    proofs = Customer.objects.filter(pk__in=ids).values_list("pk", *PROOFS)
    stored = {pk: dict(zip(PROOFS, own, strict=True)) for pk, *own in proofs}
    for index, found in matches.same.items():
        for name in [name for name in found if name not in PROOFS]:
            own = _proofs_of(rows[index])
            others = {pk for pk in found[name] if _contradict(own, stored.get(pk, {}))}
            if others:
                matches.alike[index].setdefault(name, set()).update(others)
            if not found[name] - others:
                del found[name]
            else:
                found[name] -= others


def _proofs_of(new: NewCustomer | None) -> dict[str, str]:
    if new is None:
        return {}
    return {"number": new.given.number} | {name: new.values.get(name) or "" for name in PROOFS[1:]}


def _contradict(one: dict[str, str], other: dict[str, str]) -> bool:
    return any(one.get(name) and other.get(name) and one[name] != other[name] for name in PROOFS)
