"""One row of a list of dealings, read: ready to be recorded, and what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.text import match_key
from kedang.customers.models import Customer
from kedang.dealings.entering import NewInteraction, NewPurchase
from kedang.dealings.models import Channel, Interaction, Purchase
from kedang.dealings.reading import NextStep, Origin, read_interaction, read_next_step, read_purchase
from kedang.intake.customers.reading import Problem
from kedang.intake.dealings.linking import Links, find_links
from kedang.intake.models import DealingImport
from kedang.intake.staging import read_segment

Row = list[str]
_BETWEEN = "；,，、|\n/"
# Which target a field of the readers comes from, where they differ.
_TARGETS = {"names": "people", "due_on": "step_due"}


@dataclass
class DealingRow:
    """A row with its number as the spreadsheet counts. `new` is None when it was rejected."""

    number: int
    cells: Row
    new: NewPurchase | NewInteraction | None = None
    next_step: NextStep | None = None
    problems: list[Problem] = field(default_factory=list)

    def reject(self, message: str, *, column: int = -1, value: str = "", remedy: str = "") -> None:
        self.new = None
        self.problems.append(Problem(column, value, message, remedy))


def read_rows(dealing_import: DealingImport, segment: list[int], actor: Actor) -> list[DealingRow]:
    """Of one segment, linked and checked; no lock is held meanwhile."""
    numbered = list(read_segment(dealing_import.rows, dealing_import.key, segment))
    said = [_said(dealing_import.mapping, cells) for _number, cells in numbered]
    links = find_links(said, actor)
    rows = [DealingRow(number, cells) for number, cells in numbered]
    for row, cells in zip(rows, said, strict=True):
        _read(dealing_import, row, cells, links)
    _check_repeats(dealing_import, rows)
    return rows


def _read(dealing_import: DealingImport, row: DealingRow, said: dict[str, str], links: Links) -> None:
    mapping = dealing_import.mapping
    customer, target, wrong, remedy = links.customer(said)
    if customer is None:
        row.reject(wrong, column=_column(mapping, target), value=said.get(target, ""), remedy=remedy)
        return
    try:
        if dealing_import.kind == DealingImport.Kind.PURCHASES:
            row.new = _purchase(customer, said, links)
        else:
            row.new = _interaction(customer, said, links)
            row.next_step = read_next_step(said.get("step", ""), said.get("step_due") or None)
    except Invalid as error:
        at = _column(mapping, _TARGETS.get(error.field or "", error.field or ""))
        value = row.cells[at] if 0 <= at < len(row.cells) else ""
        row.reject(str(error.message), column=at, value=value, remedy=str(error.remedy or ""))


def _purchase(customer: Customer, said: dict[str, str], links: Links) -> NewPurchase:
    facts = read_purchase(
        bought_on=said.get("bought_on", "").partition(" ")[0],
        item=said.get("item", ""),
        amount=said.get("amount", ""),
        currency=said.get("currency", ""),
        quantity=said.get("quantity", ""),
        unit=said.get("unit", ""),
        note=said.get("note", ""),
    )
    return NewPurchase(customer, facts, _origin(said, links))


def _interaction(customer: Customer, said: dict[str, str], links: Links) -> NewInteraction:
    if not said.get("at"):
        raise Invalid(_("没有填写时间"), field="at", remedy=_("请写成 2026-05-03 14:05。"))
    names = [name for part in _split(said.get("people", "")) if (name := part.strip())]
    known = {name: links.contacts.get((customer.pk, match_key(name))) for name in names}
    facts = read_interaction(
        channel=said.get("channel") or Channel.OTHER,
        at=said["at"],
        text=said.get("text", ""),
        direction=said.get("direction", ""),
        names=[name for name, pk in known.items() if pk is None],
        people=[pk for pk in known.values() if pk is not None],
    )
    return NewInteraction(customer, facts, _origin(said, links))


def _origin(said: dict[str, str], links: Links) -> Origin:
    """A colleague by name, else the name itself: who wrote it stays known."""
    author = said.get("author", "")
    pk = links.people.get(author) or links.people.get(author.lower())
    return Origin(author_id=pk, author_name="" if pk else author[:80], external_id=said.get("record_id", ""))


def _check_repeats(dealing_import: DealingImport, rows: Sequence[DealingRow]) -> None:
    """A record number stands for one record of a customer, in the archive and in the file."""
    model = Purchase if dealing_import.kind == DealingImport.Kind.PURCHASES else Interaction
    ids = {row.new.origin.external_id for row in rows if row.new and row.new.origin.external_id}
    if not ids:
        return
    there = model._default_manager.filter(external_id__in=ids, withdrawn_at=None)
    seen = set(there.values_list("customer_id", "external_id"))
    for row in rows:
        if row.new is None or not row.new.origin.external_id:
            continue
        key = (row.new.customer.pk, row.new.origin.external_id)
        if key in seen:
            column = _column(dealing_import.mapping, "record_id")
            row.reject(_("这条记录已经导入过"), column=column, value=key[1], remedy=_("不必再导入。"))
        seen.add(key)


def _said(mapping: Sequence[str], cells: Row) -> dict[str, str]:
    return {
        target: cells[at].strip()
        for at, target in enumerate(mapping)
        if target and at < len(cells) and cells[at].strip()
    }


def _column(mapping: Sequence[str], target: str) -> int:
    return mapping.index(target) if target and target in mapping else -1


def _split(text: str) -> list[str]:
    for sign in _BETWEEN:
        text = text.replace(sign, ";")
    return text.split(";")
