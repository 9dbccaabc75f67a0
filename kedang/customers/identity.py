"""Which owners of keys are customers, and what they are called to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kedang.core.actor import Actor


def there(ids: Iterable[str]) -> set[str]:
    """Which of these customers have a row, in the trash or not: the keys of the others are swept."""
    from kedang.customers.models import Customer

    numbers = [int(each) for each in ids if each.isdecimal()]
    return {str(pk) for pk in Customer.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """The names of those `actor` may see."""
    from kedang.customers.models import Customer

    rows = Customer.objects.visible_to(actor).filter(pk__in=ids)
    return {one.pk: one.shown_name for one in rows.only("pk", "name", "short_name")}
