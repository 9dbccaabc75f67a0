"""A dossier and a zip give out no document that could not be downloaded by itself (B9)."""

from __future__ import annotations

import pytest

from kedang.access.words import Clearance
from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer
from kedang.documents.actions.levels import change_level_rule
from kedang.documents.actions.permits import approve_permit, ask_permit
from kedang.documents.downloads import open_download
from kedang.documents.models import DailyUse, Document, Permit
from kedang.documents.tests.makers import make_document
from kedang.dossier.actions.export import below, export_dossier, take_documents
from kedang.dossier.tests.makers import export_zip, opened
from kedang.people.models import Person


@pytest.fixture
def guarded(customer: Customer, founder: Person) -> Document:
    """A third document, of the second level."""
    document = make_document(customer, by=founder, content=b"guarded bytes", original_name="报价.txt")
    Document.objects.filter(pk=document.pk).update(classification=Clearance.CONFIDENTIAL)
    document.refresh_from_db()
    return document


def permit_for(document: Document, person: Person, by: Person, uses: int = 1) -> Permit:
    permit = ask_permit(document, reason="移交", actor=as_actor(person))
    approve_permit(permit, days=1, uses=uses, actor=as_actor(by))
    return permit


def limit(by: Person, downloads: int) -> None:
    change_level_rule(Clearance.INTERNAL, {"downloads": downloads}, actor=as_actor(by))


def test_a_dossier_keeps_back_what_needs_a_permit(
    customer: Customer, guarded: Document, archivist: Person
) -> None:
    archive = opened(export_zip(customer, as_actor(archivist)))
    assert not any(archive.read(name) == b"guarded bytes" for name in archive.namelist())
    (kept,) = export_dossier(customer, actor=as_actor(archivist)).contents["withheld"]
    assert kept["name"] == guarded.name
    assert "须经批准" in kept["reason"]


def test_a_permit_lets_it_go_along_and_is_used_up(
    customer: Customer, guarded: Document, archivist: Person, manager: Person
) -> None:
    permit = permit_for(guarded, archivist, manager)
    dossier = export_dossier(customer, actor=as_actor(archivist))
    assert guarded in dossier.plan.documents
    permit.refresh_from_db()
    assert permit.used == 1
    assert guarded not in export_dossier(customer, actor=as_actor(archivist)).plan.documents


def test_a_zip_keeps_it_back_too(
    customer: Customer, guarded: Document, archivist: Person, manager: Person
) -> None:
    taken = take_documents(below(customer, ""), actor=as_actor(archivist))
    assert [one.document for one in taken.withheld] == [guarded]
    assert "须经批准" in taken.withheld[0].reason
    permit_for(guarded, archivist, manager)
    assert guarded in take_documents(below(customer, ""), actor=as_actor(archivist)).documents


@pytest.mark.parametrize("channel", ["page", "job"])
def test_what_the_day_s_number_does_not_allow_stays(
    channel: str, customer: Customer, founder: Person, security_admin: Person
) -> None:
    limit(security_admin, 1)
    actor = Actor(person=founder, channel=channel, reason="移交")
    plan = export_dossier(customer, actor=actor).plan
    assert len(plan.documents) == len(plan.withheld) == 1
    assert "已用完" in plan.withheld[0].reason
    assert DailyUse.objects.get(person=founder, verb="download").count == 1


def test_the_same_documents_again_cost_nothing_more(
    customer: Customer, founder: Person, security_admin: Person
) -> None:
    limit(security_admin, 2)
    actor = Actor(person=founder, channel="page")
    for _again in range(2):
        assert len(export_dossier(customer, actor=actor).plan.documents) == 2
        assert len(take_documents(below(customer, ""), actor=actor).documents) == 2
    for one in Document.objects.filter(customer=customer):
        open_download(actor, one.pk).reader.close()
    assert DailyUse.objects.get(person=founder, verb="download").count == 2
