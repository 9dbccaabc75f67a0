"""Dossiers of many customers: a run makes each ahead and keeps it sealed for some days."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.models import Run
from kedang.access.runs import ChunkResult, run_kind, start_run
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import DomainError, Invalid
from kedang.customers.models import Customer
from kedang.dossier.actions.export import export_dossier
from kedang.dossier.models import Package
from kedang.dossier.package import Dossier, files_of
from kedang.dossier.zipping import stream_zip
from kedang.people.models import Person
from kedang.search import select
from kedang.search.finding import UNCAPPED
from kedang.vault.blobs import Stored

PURPOSE = "package"
KEPT_FOR = timedelta(days=3)
MOST = 1_000


@dataclass(frozen=True)
class Made:
    """A package that lies in the vault and has no row yet."""

    customer_id: int
    token: str
    dossier: Dossier
    stored: Stored


def start_packages(query: str, *, in_clear: bool, actor: Actor) -> Run:
    """A dossier of each customer that meets `query` and that `actor` may export. Raises Invalid: none, too many."""
    if not actor.reason:
        raise Invalid(_("导出必须写明原因"), field="reason", remedy=_("原因会记入台账。"))
    found, _stopped = select(Customer.objects.permitted(actor, "export"), query, actor, budget=UNCAPPED)
    rows = Customer.objects.filter(pk__in=found.order_by().values("pk"))
    count = rows.values("pk")[: MOST + 1].count()
    if not count or count > MOST:
        message = (
            _("没有可以导出的客户") if not count else _("超过 %(most)d 位客户，请分批导出") % {"most": MOST}
        )
        raise Invalid(message, field="q", value=query)
    args = {"person": actor.id, "in_clear": in_clear, "reason": actor.reason}
    run = start_run(MAKE, rows, args, actor=actor, title=_("导出客户档案：%(count)d 位") % {"count": count})
    # writing: where the packages will be found
    Run.objects.filter(pk=run.pk).update(result_url=f"/dossiers/{run.pk}/")
    run.refresh_from_db()
    return run


def prepare(ids: list[int], args: dict[str, Any]) -> list[Made | tuple[int, str]]:
    """Each is told in the ledger and written before the chunk's transaction; a refusal is told with the customer."""
    person = Person.objects.get(pk=args["person"])
    actor = Actor(person=person, channel="job", reason=args["reason"])
    made: list[Made | tuple[int, str]] = []
    for customer in Customer.objects.filter(pk__in=ids, trashed_at=None).order_by("pk"):
        try:
            made.append(_made(customer, export_dossier(customer, in_clear=args["in_clear"], actor=actor)))
        except DomainError as error:
            made.append((customer.pk, str(error)))
    return made


def _make_chunk(made: list[Made | tuple[int, str]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    result = ChunkResult()
    for one in made:
        if isinstance(one, tuple):
            result.skipped[one[0]] = one[1]
        else:
            _keep(one, actor, in_clear=args["in_clear"])
            result.done += 1
    return result


def chunks_of(package: Package) -> Iterator[bytes]:
    with vault.blobs.open(package.blob_id, package.key_owner, PURPOSE) as reader:
        yield from reader.iter_range(0, reader.size)


def forget_expired() -> int:
    """Their rows go, and with them the claim on key and blob."""
    gone = list(Package.objects.filter(expires_at__lte=now())[:1000])
    for one in gone:
        vault.blobs.delete(one.blob_id)
    Package.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return len(gone)


def _made(customer: Customer, dossier: Dossier) -> Made:
    token = secrets.token_hex(16)
    owner = f"package:{token}"
    vault.keys.create_keys([(owner, PURPOSE, None)])
    stored = vault.blobs.write(owner, PURPOSE, stream_zip(files_of(dossier), dossier.name))
    return Made(customer.pk, token, dossier, stored)


def _keep(one: Made, actor: Actor, *, in_clear: bool) -> None:
    # writing: in the run's chunk; the export has its event
    Package.objects.update_or_create(
        run=Run.objects.get(pk=actor.run_id or 0),
        customer_id=one.customer_id,
        defaults={
            "token": one.token,
            "person": actor.person,
            "name": f"{one.dossier.name}.zip",
            "blob_id": one.stored.blob_id,
            "size": one.stored.size,
            "documents": len(one.dossier.plan.documents),
            "withheld": len(one.dossier.plan.withheld),
            "in_clear": in_clear,
            "expires_at": now() + KEPT_FOR,
        },
    )


MAKE = run_kind("dossier.packages", needs="export", resource="customer", prepare=prepare)(_make_chunk)
