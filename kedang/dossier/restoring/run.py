"""The restore as bulk work: the record, its parts, then the documents, each chunk whole or not at all.

A killed server goes on at the next chunk: which row of the dossier became which here stands in `Origin`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, arguments_of, run_kind
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.actions.trash import trash_many
from kedang.customers.models import Customer
from kedang.documents.changes import lock
from kedang.documents.models import Document
from kedang.documents.trash import put_into_trash
from kedang.dossier.events import ROW_TAKEN_BACK
from kedang.dossier.models import BagImport, Origin
from kedang.dossier.restoring.bags import Json, open_bag, read_data
from kedang.dossier.restoring.customers import make_customer, write_own_fields
from kedang.dossier.restoring.decoding import Decoded, People
from kedang.dossier.restoring.documents import Stored, restore_documents, store_document
from kedang.dossier.restoring.rows import ids_of, note_origins, restore_rows
from kedang.dossier.tables import table, tables
from kedang.ledger.record import Entry, record_many

ROWS, DOCUMENTS = 200, 5
# Before the documents, which lie in folders and belong to projects; everything else may refer to documents.
_FIRST = ("contact_people", "contact_points", "projects", "folders")
# How a row of a record that was there before is taken back; what is not named here stays and is told.
_TAKEN_BACK = {
    "contact_people": "removed_at",
    "contact_points": "removed_at",
    "projects": "trashed_at",
    "purchases": "withdrawn_at",
    "interactions": "withdrawn_at",
    "needs": "withdrawn_at",
    "comments": "withdrawn_at",
    "tasks": "dropped_at",
}


@dataclass
class Prepared:
    """Items of a chunk with what was read for them outside the transaction."""

    bag_import: BagImport
    items: list[str]
    data: Json
    stored: dict[str, Stored] = field(default_factory=dict)


def chunks_of(data: Json) -> list[list[str]]:
    """`customer`, `rows:projects:0:200`, `document:7` …, `finish`, in the order in which they are done."""
    counts = {one.name: len(data["tables"].get(one.name, [])) for one in tables() if one.is_restored}

    def rows(name: str) -> list[list[str]]:
        return [[f"rows:{name}:{start}"] for start in range(0, counts[name], ROWS)]

    found = [["customer"], *(chunk for name in _FIRST for chunk in rows(name))]
    documents = [f"document:{place}" for place in range(len(data["documents"]))]
    found += [documents[start : start + DOCUMENTS] for start in range(0, len(documents), DOCUMENTS)]
    found += [chunk for name in counts if name not in _FIRST for chunk in rows(name)]
    return [*found, ["finish"]]


def prepare(items: list[str], args: dict[str, Any]) -> Prepared:
    """Contents become durable before the chunk's transaction begins; what a killed process leaves is swept."""
    bag_import = BagImport.objects.select_related("customer").get(pk=args["import"])
    with open_bag(bag_import) as tree:
        prepared = Prepared(bag_import, items, read_data(tree))
        for item in items:
            if item.startswith("document:") and bag_import.customer_id is not None:
                told = prepared.data["documents"][int(item.partition(":")[2])]
                prepared.stored[item] = store_document(bag_import.customer_id, told, tree)
    return prepared


def finish(run: Run, *, actor: Actor) -> None:
    # writing: a run that is over says so on its page
    BagImport.objects.filter(pk=int(arguments_of(run)["import"])).update(state=BagImport.State.DONE)


def _restore_chunk(prepared: Prepared, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    bag_import, data = prepared.bag_import, prepared.data
    in_clear = bool(data["exported"]["in_clear"])
    if prepared.items == ["customer"]:
        return _restore_customer(bag_import, data, actor)
    customer = bag_import.customer
    if customer is None or not _has_origin(bag_import):
        raise Invalid(_("客户没有恢复成功，后面的内容没有写入"))
    if prepared.stored:
        some = [prepared.stored[item] for item in prepared.items]
        restore_documents(bag_import, customer, some, in_clear=in_clear, actor=actor)
    elif prepared.items == ["finish"]:
        ids = ids_of(bag_import)["documents"]
        write_own_fields(customer, data, People(actor.person), is_file=True, ids=ids)
    else:
        _word, name, start = prepared.items[0].split(":")
        told = data["tables"][name][int(start) : int(start) + ROWS]
        restore_rows(bag_import, customer, table(name), told, in_clear=in_clear, actor=actor)
    return ChunkResult(done=len(prepared.items), undo=[{"items": prepared.items}])


def _restore_customer(bag_import: BagImport, data: Json, actor: Actor) -> ChunkResult:
    customer, origin = make_customer(bag_import, data, actor)
    # writing: in the run's chunk
    BagImport.objects.filter(pk=bag_import.pk).update(customer=customer)
    found = Decoded(int(data["customer"]["id"]), origin=origin)
    note_origins(bag_import, customer, "customer", [(customer, found)], actor, with_events=False)
    return ChunkResult(done=1, undo=[{"customer": customer.pk}])


def _has_origin(bag_import: BagImport) -> bool:
    return Origin.objects.filter(bag_import=bag_import, table="customer").exists()


def take_back(what: Any, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """A record that was made goes to the trash with all that is in it; of one that was there, what came into it."""
    bag_import = BagImport.objects.get(pk=args["import"])
    result = ChunkResult(done=1)
    for one in what:
        if "customer" in one:
            if bag_import.target != BagImport.Target.INTO:
                trash_many(list(Customer.objects.filter(pk=one["customer"], trashed_at=None)), actor=actor)
        elif bag_import.target == BagImport.Target.INTO:
            for item in one["items"]:
                _take_item_back(bag_import, item, result, actor)
    return result


def _take_item_back(bag_import: BagImport, item: str, result: ChunkResult, actor: Actor) -> None:
    kind, _colon, rest = item.partition(":")
    if kind == "document":
        with open_bag(bag_import) as tree:
            old = read_data(tree)["documents"][int(rest)]["id"]
        rows = Origin.objects.filter(bag_import=bag_import, table="documents", old_id=old)
        documents = Document.objects.filter(pk__in=rows.values("row_id"), trashed_at=None)
        put_into_trash(lock(list(documents)), actor=actor)
    elif kind == "rows":
        name = rest.partition(":")[0]
        if name in _TAKEN_BACK:
            _withdraw(bag_import, name, actor)
        else:
            result.skipped[item] = _("“%(part)s”没有撤销，请在客户页处理") % {"part": table(name).label}


def _withdraw(bag_import: BagImport, name: str, actor: Actor) -> None:
    from kedang.core.clock import now
    from kedang.customers.indexing import reindex
    from kedang.dealings import figures

    column, customer = _TAKEN_BACK[name], bag_import.customer
    ids = Origin.objects.filter(bag_import=bag_import, table=name).values("row_id")
    rows = list(table(name).model._default_manager.filter(pk__in=ids, **{column: None}))
    table(name).model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**{column: now()})
    record_many([Entry(ROW_TAKEN_BACK, row, customer_id=bag_import.customer_id) for row in rows], actor=actor)
    if customer is not None:
        reindex([customer])
        figures.refresh([customer.pk])


RESTORE = run_kind(
    "dossier.restore", needs="import", resource="customer", undo=take_back, finish=finish, prepare=prepare
)(_restore_chunk)
