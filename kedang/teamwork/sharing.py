"""Sharing customers out among heirs: a pure function, the same for preview and plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kedang.teamwork.models.hand_over import Rule


@dataclass(frozen=True)
class Piece:
    """One customer to be given."""

    customer_id: int
    department_id: int | None = None
    helper_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Heir:
    person_id: int
    department_id: int | None = None


def share(pieces: Sequence[Piece], heirs: Sequence[Heir], rule: str) -> dict[int, int]:
    """Customer → heir, every customer once. Whoever is fit by the rule gets it; of several, who has least so far."""
    found: dict[int, int] = {}
    load: Counter[int] = Counter()
    order = {one.person_id: place for place, one in enumerate(heirs)}
    everybody = list(order)
    rest = []
    for piece in pieces:
        fit = _fit(piece, heirs, rule)
        if fit:
            _give(piece, fit, found, load, order)
        else:
            rest.append(piece)
    for piece in rest:
        _give(piece, everybody, found, load, order)
    return found


def _give(
    piece: Piece, fit: Collection[int], found: dict[int, int], load: Counter[int], order: dict[int, int]
) -> None:
    heir = min(fit, key=lambda pk: (load[pk], order[pk]))
    found[piece.customer_id] = heir
    load[heir] += 1


def _fit(piece: Piece, heirs: Sequence[Heir], rule: str) -> list[int]:
    if rule == Rule.HELPER:
        return [one.person_id for one in heirs if one.person_id in piece.helper_ids]
    if rule == Rule.DEPARTMENT and piece.department_id is not None:
        return [one.person_id for one in heirs if one.department_id == piece.department_id]
    return []
