"""Ids before the rows: what is sealed under `customer:17` must know the 17 before it is stored."""

from collections.abc import Iterable

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """The next `count` ids of `model`, to be inserted in this transaction.

    PostgreSQL draws them from the table's sequence. On SQLite the transaction holds the only write lock, and the
    insertion itself moves the counter on.
    """
    if not count:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + 1 + count))


def there(ids: Iterable[str]) -> set[str]:
    """Which of these customers have a row, in the trash or not: the keys of the others are swept."""
    from kedang.customers.models import Customer

    numbers = [int(each) for each in ids if each.isdecimal()]
    return {str(pk) for pk in Customer.objects.filter(pk__in=numbers).values_list("pk", flat=True)}
