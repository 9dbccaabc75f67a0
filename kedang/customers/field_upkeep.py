"""What follows later when an own field was changed: its words in the search, tokens of older sealed values."""

from __future__ import annotations

from django.db import transaction

from kedang.customers import custom, indexing
from kedang.customers.models import Customer, CustomField, CustomValue

CHUNK = 300


def reindex_holders(field_id: int, after: int) -> int | None:
    """The next chunk of the customers that have a value, written anew; the last of them, None when it was the end."""
    rows = CustomValue.objects.filter(field=field_id, customer_id__gt=after).order_by("customer_id")
    ids = list(rows.values_list("customer_id", flat=True)[:CHUNK])
    with transaction.atomic():
        indexing.reindex(list(Customer.objects.filter(pk__in=ids)), {indexing.CUSTOM})
    return ids[-1] if len(ids) == CHUNK else None


def reseal_holders(field_id: int, after: int) -> int | None:
    """The next chunk of values that lie otherwise than the definition says now, written anew with their index."""
    with transaction.atomic():
        field = CustomField.objects.get(pk=field_id)
        chunk = CustomValue.objects.filter(field=field, customer_id__gt=after).order_by("customer_id")
        rows = list(chunk.select_for_update(of=("self",)).select_related("field")[:CHUNK])
        _reseal(field, [row for row in rows if (row.sealed is not None) != field.is_sealed])
    return rows[-1].customer_id if len(rows) == CHUNK else None


def _reseal(field: CustomField, rows: list[CustomValue]) -> None:
    values = custom.values_of(rows)
    # Whose key was destroyed stays as it is: there is nothing left to write.
    known = [row for row in rows if values[row.pk] is not None]
    CustomValue.objects.filter(pk__in=[row.pk for row in known]).delete()
    custom.store([(row.customer_id, custom.CustomRow(field, values[row.pk])) for row in known])
    holders = Customer.objects.filter(pk__in=[row.customer_id for row in known])
    indexing.reindex(list(holders), {indexing.CUSTOM})


def complete_tokens() -> None:
    """Sealed values written before they had a token get one."""
    sealed = CustomField.objects.filter(is_sealed=True)
    lacking = CustomValue.objects.filter(field__in=sealed, token=None, sealed__isnull=False)
    while rows := list(lacking.select_related("field")[:CHUNK]):
        values = custom.values_of(rows)
        for row in rows:
            value = values[row.pk]
            # Whoever lost its key gets one that nothing equals.
            row.token = custom.token_of(row.field, f"#{row.pk}" if value is None else value)
        CustomValue.objects.bulk_update(rows, ["token"])
