"""How dealings go along when two customers become one, and back (A12)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kedang import vault
from kedang.customers.merging import Json, Part, register_part
from kedang.dealings import figures, indexing
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.sealing import AADS, column_of

MODELS: dict[str, type[Any]] = {"purchase": Purchase, "interaction": Interaction, "need": Need}
_BATCH = 500


def register() -> None:
    # After projects and contact persons, which these rows point at.
    register_part(Part("dealings", _("往来记录"), move, put_back, count, order=70))


def move(source_id: int, target_id: int) -> Json:
    """Withdrawn ones too; returns the ids that went."""
    moved = {
        name: list(model.objects.filter(customer_id=source_id).order_by("pk").values_list("pk", flat=True))
        for name, model in MODELS.items()
    }
    for name, ids in moved.items():
        _carry(MODELS[name], ids, source_id, target_id)
    figures.refresh([source_id, target_id])
    return moved


def put_back(moved: Json, source_id: int, target_id: int) -> None:
    for name, ids in moved.items():
        _carry(MODELS[name], ids, target_id, source_id)
    figures.refresh([source_id, target_id])


def count(source_id: int) -> int:
    return sum(
        model.objects.filter(customer_id=source_id, withdrawn_at=None).count() for model in MODELS.values()
    )


def _carry(model: type[Any], ids: list[int], source_id: int, target_id: int) -> None:
    """Sealed again under the other customer's key; revision and times stay as they were."""
    column = column_of(model)
    for start in range(0, len(ids), _BATCH):
        rows = list(model.objects.filter(pk__in=ids[start : start + _BATCH], customer_id=source_id))
        _reseal(rows, column, AADS[model], source_id, target_id)
        for row in rows:
            row.customer_id = target_id
        model.objects.bulk_update(rows, ["customer", column], batch_size=200)
        indexing.rewrite(rows)


def _reseal(rows: list[Any], column: str, aad: bytes, source_id: int, target_id: int) -> None:
    filled = [row for row in rows if getattr(row, column) is not None]
    plain = vault.unseal_many(
        [(bytes(getattr(row, column)), f"customer:{source_id}", "profile", aad) for row in filled]
    )
    known = [(row, body) for row, body in zip(filled, plain, strict=True) if body is not None]
    sealed = vault.seal_many([(f"customer:{target_id}", "profile", body, aad) for _row, body in known])
    for (row, _body), body in zip(known, sealed, strict=True):
        setattr(row, column, body)
