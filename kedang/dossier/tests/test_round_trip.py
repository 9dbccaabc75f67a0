from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kedang.access.models import Run
from kedang.access.runs import undo_run
from kedang.core.actor import as_actor, with_reason
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.content import open_version, read_through
from kedang.documents.models import Document, Version
from kedang.dossier.actions.export import export_dossier
from kedang.dossier.actions.restore import choose_target, receive_bag, start_restore
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.preview import check_import, findings_of
from kedang.dossier.tables import tables
from kedang.dossier.tests.makers import export_zip
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.search import select
from kedang.search.finding import UNCAPPED


def exported(customer: Customer, person: Person) -> bytes:
    return export_zip(customer, with_reason(as_actor(person), "移交"), in_clear=True)


def received(body: bytes, person: Person) -> BagImport:
    made = receive_bag("华信.zip", [body], actor=as_actor(person))
    return check_import(made, as_actor(person))


def restored(body: bytes, person: Person, target: str = "new", into: Customer | None = None) -> Customer:
    made = received(body, person)
    assert made.state == BagImport.State.READY, findings_of(made)
    choose_target(made, target, into, actor=as_actor(person))
    run = start_restore(made, actor=as_actor(person))
    run_pending()
    run.refresh_from_db()
    assert (run.state, run.failed) == ("done", 0), list(run.chunks.values_list("outcomes", flat=True))
    made.refresh_from_db()
    assert made.customer is not None
    return made.customer


def comparable(customer: Customer, person: Person) -> dict[str, Any]:
    """The data but for what must differ: ids (by their order instead), when it was exported, parts not restored."""
    data = copy.deepcopy(
        export_dossier(customer, in_clear=True, actor=with_reason(as_actor(person), "核对")).contents
    )
    ids = {
        name: {row["id"]: place for place, row in enumerate(rows)} for name, rows in data["tables"].items()
    } | {"documents": {one["id"]: place for place, one in enumerate(data["documents"])}}
    told = {"contact_person": "contact_people", "point": "contact_points", "project": "projects"}
    told |= {"document": "documents", "documents": "documents"}
    kept = [one for one in tables() if one.is_restored]
    data["tables"] = {
        one.name: [_without(row, ids, told) for row in data["tables"][one.name]] for one in kept
    }
    data["documents"] = [_without(row, ids, told) for row in data["documents"]]
    del data["exported"], data["customer"]["id"], data["organisation"]
    for rows in data["tables"].values():
        for row in rows:
            row.pop("updated_at", None)
    return data


def _without(row: dict[str, Any], ids: dict[str, dict[int, int]], told: dict[str, str]) -> dict[str, Any]:
    found = {name: value for name, value in row.items() if name != "id"}
    for name, where in told.items():
        value = found.get(name)
        if isinstance(value, int):
            found[name] = ids[where][value]
        elif isinstance(value, list) and name in found:
            found[name] = [ids[where][one] for one in value]
    if "people" in found:
        found["people"] = [ids["contact_people"][one] for one in found["people"]]
    return found


def forget(customer: Customer) -> None:
    """As in a house that never had it: the number is free again."""
    from kedang.access.models import Allocation

    for number, one in enumerate(Customer.objects.filter(pk=customer.pk)):
        one.number, one.uscc = f"GONE-{number}-{one.pk}", ""
        one.save()
    for document in Document.objects.filter(customer=customer):
        document.number = None
        document.save()
    Allocation.objects.all().delete()


def test_a_restored_customer_equals_the_exported_one(customer: Customer, founder: Person) -> None:
    before = comparable(customer, founder)
    body = exported(customer, founder)
    forget(customer)
    again = restored(body, founder)
    assert again.pk != customer.pk
    after = comparable(again, founder)
    assert json.dumps(after, ensure_ascii=False, indent=1) == json.dumps(before, ensure_ascii=False, indent=1)


def test_the_contents_of_all_versions_come_back(customer: Customer, founder: Person) -> None:
    body = exported(customer, founder)
    forget(customer)
    again = restored(body, founder)
    contents = [
        b"".join(read_through(open_version(one)))
        for one in Version.objects.filter(document__customer=again).order_by("document_id", "number")
    ]
    assert contents == [b"%PDF-1.4 v1", b"%PDF-1.4 v2", "纪要\n".encode() * 500]


def test_who_is_unknown_here_is_still_named(
    customer: Customer, founder: Person, make_person: Any, organisation: Any
) -> None:
    before = comparable(customer, founder)
    body = exported(customer, founder)
    forget(customer)
    Person.objects.filter(pk=founder.pk).update(email="someone.else@huaxin.example", name="别人")
    other = Person.objects.get(pk=founder.pk)
    again = restored(body, other)
    comments = export_dossier(again, actor=as_actor(other)).contents["tables"]["comments"]
    assert comments[0]["author"] == before["tables"]["comments"][0]["author"]
    assert comments[0]["author"]["name"] == "创始人"


def test_restored_records_are_found(customer: Customer, founder: Person) -> None:
    body = exported(customer, founder)
    forget(customer)
    again = restored(body, founder, "renumbered")
    for query in ("13800138000", "华信科技"):
        rows, _stopped = select(
            Customer.objects.visible_to(as_actor(founder)), query, as_actor(founder), budget=UNCAPPED
        )
        assert again.pk in set(rows.values_list("pk", flat=True))


def test_a_number_that_is_in_use_is_not_taken_again(customer: Customer, founder: Person) -> None:
    made = received(exported(customer, founder), founder)
    with pytest.raises(Conflict, match="已经用过"):
        choose_target(made, "new", actor=as_actor(founder))
    again = restored(exported(customer, founder), founder, "renumbered")
    assert again.number != customer.number
    assert again.name == customer.name


def test_a_record_with_contents_is_not_restored_into(customer: Customer, founder: Person) -> None:
    made = received(exported(customer, founder), founder)
    with pytest.raises(Invalid, match="已有内容"):
        choose_target(made, "into", customer, actor=as_actor(founder))


def test_an_empty_twin_is_filled(customer: Customer, founder: Person) -> None:
    body = exported(customer, founder)
    uscc = customer.uscc
    forget(customer)
    twin = make_customer("华信", by=founder, uscc=uscc)
    again = restored(body, founder, "into", twin)
    assert again.pk == twin.pk
    twin.refresh_from_db()
    assert twin.name == "华信科技有限公司"
    assert Document.objects.filter(customer=twin).count() == 2


def test_a_restore_is_taken_back(customer: Customer, founder: Person) -> None:
    body = exported(customer, founder)
    forget(customer)
    again = restored(body, founder)
    run = Run.objects.get(kind="dossier.restore", undo_of=None)
    undo_run(run, actor=as_actor(founder))
    run_pending()
    again.refresh_from_db()
    assert again.is_trashed


def test_a_masked_package_brings_no_masked_values(customer: Customer, founder: Person) -> None:
    body = export_zip(customer, as_actor(founder))
    forget(customer)
    again = restored(body, founder)
    data = export_dossier(again, in_clear=True, actor=with_reason(as_actor(founder), "核对")).contents
    assert data["tables"]["contact_points"] == []
    assert not data["customer"]["address"]
    assert len(data["documents"]) == 2
