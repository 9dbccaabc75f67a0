"""How dealings go along when two customers become one, and back (A12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import Json, Part, register_part, rows_part
from kedang.dealings import figures
from kedang.dealings.indexing import KINDS
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.sealing import AADS, column_of

_LABELS = {Purchase: _("购买记录"), Interaction: _("沟通记录"), Need: _("需求与偏好")}


def register() -> None:
    """After contact persons, projects and documents, which these rows point at."""
    for order, (model, label) in enumerate(_LABELS.items(), start=60):
        sealed = {column_of(model): AADS[model]}
        register_part(rows_part(KINDS[model], label, model, sealed=sealed, indexed=KINDS[model], order=order))
    # Parts are put back in falling order: one works out after the rows went, the other after they came back.
    register_part(Part("figures", _("往来概况"), _nothing, _work_out_back, _none, order=55))
    register_part(Part("figures_after", _("往来概况"), _work_out, _nothing_back, _none, order=70))


def _work_out(source_id: int, target_id: int) -> Json:
    figures.refresh([source_id, target_id])
    return None


def _work_out_back(_moved: Json, source_id: int, target_id: int) -> None:
    figures.refresh([source_id, target_id])


def _nothing(_source_id: int, _target_id: int) -> Json:
    return None


def _nothing_back(_moved: Json, _source_id: int, _target_id: int) -> None:
    pass


def _none(_source_id: int) -> int:
    return 0
