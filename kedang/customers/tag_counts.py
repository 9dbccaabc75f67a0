"""How many customers bear each tag: exact up to a cap, so that no page grows with the archive."""

from __future__ import annotations

from collections.abc import Iterable

from kedang.core.actor import Actor
from kedang.customers.models import Customer, Tag

CAP = 200


def counts_of(tags: Iterable[Tag], actor: Actor) -> dict[int, str]:
    """Of those `actor` may see; `200+` above the cap."""
    found = {}
    for tag in tags:
        rows = Customer.objects.visible_to(actor).filter(tag_uses__tag=tag)
        count = rows.order_by().values("pk")[: CAP + 1].count()
        found[tag.pk] = str(count) if count <= CAP else f"{CAP}+"
    return found
