"""The records as the comparison takes them: names as they stand, numbers and addresses as keyed tokens, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kedang.core.text import simplify
from kedang.customers.models import ContactKind, ContactPerson, ContactPoint, Customer
from kedang.duplicates.scoring.worker import Row

_BATCH = 4000
_LISTS = {
    ContactKind.MOBILE: 0, ContactKind.LANDLINE: 0, ContactKind.FAX: 0, ContactKind.EMAIL: 1,
    ContactKind.WECHAT: 2, ContactKind.QQ: 2, ContactKind.WEBSITE: 2,
}  # fmt: skip


def rows(since: datetime | None) -> Iterator[list[Row]]:
    """All customers in use by rising id; those changed after `since` are new (None: all)."""
    columns = (
        "pk", "kind", "match_key", "uscc", "id_number_token", "region", "birth_date", "updated_at",
    )  # fmt: skip
    last = 0
    while True:
        found = Customer.objects.in_use().filter(pk__gt=last).order_by("pk").values_list(*columns)[:_BATCH]
        batch = list(found)
        if not batch:
            return
        first, last = batch[0][0], batch[-1][0]
        points, people = _points(first, last), _people(first, last)
        yield [_row(one, points, people, since) for one in batch]


def _row(
    one: tuple[Any, ...],
    points: dict[int, tuple[list[str], ...]],
    people: dict[int, list[str]],
    since: datetime | None,
) -> Row:
    pk, kind, key, uscc, token, region, birth_date, updated_at = one
    phones, emails, others = points.get(pk, ([], [], []))
    return (
        pk, kind, key, uscc, _short(token) if token else "", region,
        birth_date.isoformat() if birth_date else "", phones, emails, others, people.get(pk, []),
        since is None or updated_at > since,
    )  # fmt: skip


def _points(first: int, last: int) -> dict[int, tuple[list[str], ...]]:
    rows = ContactPoint.objects.in_use().filter(customer__gte=first, customer__lte=last, token__isnull=False)
    found: dict[int, tuple[list[str], ...]] = defaultdict(lambda: ([], [], []))
    for pk, kind, token in rows.values_list("customer_id", "kind", "token"):
        if (place := _LISTS.get(ContactKind(kind))) is not None:
            found[pk][place].append(_short(token))
    return found


def _people(first: int, last: int) -> dict[int, list[str]]:
    rows = ContactPerson.objects.in_use().filter(customer__gte=first, customer__lte=last)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.values_list("customer_id", "name"):
        found[pk].append(simplify(name))
    return found


def _short(token: bytes | memoryview | None) -> str:
    """Eight bytes of a keyed hash are enough to tell numbers apart."""
    return bytes(token or b"")[:8].hex()
