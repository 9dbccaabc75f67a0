"""Taking a dossier or a folder along: in the ledger before the first byte."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.documents import leaving
from kedang.documents.content import PURPOSE
from kedang.documents.events import DOWNLOADED
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.dossier.events import DOCUMENT_EXPORTED, EXPORTED, PACKAGE_TAKEN, ZIPPED
from kedang.dossier.package import Dossier, prepare
from kedang.dossier.plan import Withheld, check_clear, plan_of, sort_out
from kedang.filing.paths import path_key
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record, record_many

# More documents than this in one zip is a task for the dossier or the command.
MOST = 20_000


@dataclass(frozen=True)
class Taken:
    """What goes into a zip, and what stays."""

    documents: list[Document]
    withheld: list[Withheld]


def export_dossier(customer: Customer, *, in_clear: bool = False, actor: Actor) -> Dossier:
    """What leaves, after the ledger has it: one event for the dossier and one for each document in it.

    Raises Refused (no right to export, or to unmask; the day's number used up meanwhile), Invalid (in clear without a reason).
    """
    dossier = prepare(plan_of(customer, in_clear=in_clear, actor=actor))
    with transaction.atomic():
        leaving.take_all(actor, dossier.plan.documents)
        begin_dossier(customer, dossier, actor=actor)
        _tell_of(DOCUMENT_EXPORTED, dossier.plan.documents, actor)
    return dossier


@action(needs="export")
def begin_dossier(customer: Customer, dossier: Dossier, *, actor: Actor) -> None:
    """The event of the whole; what is in clear is said in it."""
    plan = dossier.plan
    if plan.in_clear:
        check_clear(customer, actor)
    details = {
        "in_clear": plan.in_clear,
        "documents": len(plan.documents),
        "versions": len(dossier.files),
        "withheld": len(plan.withheld),
    }
    record(EXPORTED, customer, actor=actor, customer_id=customer.pk, details=details)


def take_documents(wanted: DocumentQuerySet, *, path: str = "", actor: Actor) -> Taken:
    """The current versions of `wanted`, and what stays with the reason; in the ledger for each customer and document.

    Raises Invalid: nothing that may be downloaded, or too much for one file.
    """
    if wanted.values("pk")[: MOST + 1].count() > MOST:
        raise Invalid(_("超过 %(most)d 份文档，请分批下载") % {"most": MOST}, field="documents")
    going, staying = sort_out(wanted, actor, ("download",))
    if not going:
        raise Invalid(
            _("这里没有您可以下载的文档"),
            field="documents",
            remedy=_("没有下载权限的文档可以申请授权。") if staying else "",
        )
    with transaction.atomic():
        leaving.take_all(actor, going)
        for customer, some in _by_customer(going).items():
            begin_zip(customer, some, path, actor=actor)
        _tell_of(DOWNLOADED, going, actor)
    return Taken(going, staying)


def below(customer: Customer, path: str) -> DocumentQuerySet:
    """The documents of a folder and of all below it; without a path all of the customer's."""
    rows = Document.objects.filter(customer=customer)
    if not path:
        return rows
    key = path_key(path)
    return rows.filter(Q(folder__path_key=key) | Q(folder__path_key__startswith=f"{key}/"))


@action(needs="download", resource="document")
def begin_zip(customer: Customer, documents: list[Document], path: str, *, actor: Actor) -> None:
    details = {"folder": path, "documents": len(documents)}
    record(ZIPPED, customer, actor=actor, customer_id=customer.pk, details=details)


@action(needs="export")
def take_package(customer: Customer, *, actor: Actor) -> None:
    """A dossier that a run made ahead leaves now: told before the first byte."""
    record(PACKAGE_TAKEN, customer, actor=actor, customer_id=customer.pk)


def _by_customer(documents: list[Document]) -> dict[Customer, list[Document]]:
    found: dict[Customer, list[Document]] = {}
    for one in documents:
        found.setdefault(one.customer, []).append(one)
    return found


def _tell_of(kind: Kind, documents: list[Document], actor: Actor) -> None:
    record_many(
        [
            Entry(
                kind,
                one,
                customer_id=one.customer_id,
                details={"name": one.name, "version": one.version_number},
                key=(one.key_owner, PURPOSE),
            )
            for one in documents
        ],
        actor=actor,
    )
