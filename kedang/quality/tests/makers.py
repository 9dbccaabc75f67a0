"""Customers with faults. What the actions refuse came in with older data: it is written past them here."""

from __future__ import annotations

from typing import Any

from kedang import vault
from kedang.customers import contacts
from kedang.customers.models import ContactPoint, Customer
from kedang.quality.assessing import assess
from kedang.quality.models import Assessment, Finding


def spoil(customer: Customer, **columns: Any) -> Customer:
    """Write columns as they stand; sealed ones are given as text."""
    for name in ("address", "id_number"):
        if name in columns:
            columns[name] = vault.seal(
                customer.key_owner, "profile", columns[name].encode(), aad=name.encode()
            )
    Customer.objects.filter(pk=customer.pk).update(**columns)
    customer.refresh_from_db()
    return customer


def spoil_point(customer: Customer, kind: str, value: str, *, as_kind: str = "") -> ContactPoint:
    """The customer's point of `kind` as an old import left it."""
    point = customer.contact_points.get(kind=kind, removed_at=None)
    body = contacts.dump(value, value)
    point.value = vault.seal(customer.key_owner, "profile", body, aad=contacts.AAD)
    point.token = contacts.token_of(as_kind or kind, value)
    point.kind = as_kind or kind
    point.save(update_fields=["value", "token", "kind"])
    return point


def assessed(customer: Customer) -> Assessment:
    assess([customer.pk])
    return Assessment.objects.get(customer=customer)


def open_rules(customer: Customer) -> set[str]:
    rows = Finding.objects.filter(customer=customer, state=Finding.State.OPEN)
    return set(rows.values_list("rule", flat=True))


def finding_of(customer: Customer, rule: str) -> Finding:
    assess([customer.pk])
    return Finding.objects.get(customer=customer, rule=rule)
