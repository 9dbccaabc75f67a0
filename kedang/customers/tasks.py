from django.db import transaction

from kedang.customers import blindness, custom, indexing, kinship
from kedang.customers.models import Customer, CustomField, CustomValue
from kedang.jobs import every, job

_CHUNK = 300


@every("03:50")
@job(retries=1, lease=60)
def forget_blind_checks() -> None:
    blindness.forget_old()


@every("04:20")
@job(retries=2, lease=1800)
def suggest_relations() -> None:
    kinship.suggest()


@job(retries=3, lease=600)
def reindex_field(field_id: int, after: int = 0) -> None:
    """The words of a field's options as they are called now, a chunk of its customers at a time."""
    rows = CustomValue.objects.filter(field=field_id, customer_id__gt=after).order_by("customer_id")
    ids = list(rows.values_list("customer_id", flat=True)[:_CHUNK])
    with transaction.atomic():
        indexing.reindex(list(Customer.objects.filter(pk__in=ids)), {indexing.CUSTOM})
        if len(ids) == _CHUNK:
            reindex_field.enqueue(field_id, ids[-1])


@every("03:20")
@job(retries=2, lease=1800)
def complete_tokens() -> None:
    """Sealed values written before they had a token get one."""
    sealed = CustomField.objects.filter(is_sealed=True)
    lacking = CustomValue.objects.filter(field__in=sealed, token=None, sealed__isnull=False)
    while rows := list(lacking.select_related("field")[:_CHUNK]):
        values = custom.values_of(rows)
        for row in rows:
            value = values[row.pk]
            # Whoever lost its key gets one that nothing equals.
            row.token = custom.token_of(row.field, f"#{row.pk}" if value is None else value)
        CustomValue.objects.bulk_update(rows, ["token"])
