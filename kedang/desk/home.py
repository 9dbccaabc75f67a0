"""What the work desk shows: what waits for this person, what they had in hand, what came in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.access.events import OPENED
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.intake.models import CustomerImport, FolderImport
from kedang.ledger.models import Event

SHOWN = 8
COUNTED = 200
# How many of one's last openings are looked through for different records.
_LOOKED_AT = 80


@dataclass(frozen=True)
class Waiting:
    """Something to do, with its number ("200+" when there are more) and the way to it."""

    label: str | Promise
    count: str
    url: str
    icon: str


@dataclass(frozen=True)
class Step:
    """A first step in an archive that is still empty."""

    label: str | Promise
    hint: str | Promise
    url: str
    icon: str
    is_done: bool


def has_records(actor: Actor) -> bool:
    """Auditors and administrators work without customers and documents; empty lists of them say nothing."""
    rights = rights_of(actor)
    return rights.has("customer", "view") or rights.has("document", "view")


def waiting_for(actor: Actor) -> list[Waiting]:
    documents = Document.objects.visible_to(actor).available()
    held = documents.filter(checked_out_by_id=actor.id)
    badly = documents.badly_read()
    drafts = CustomerImport.objects.of(actor).filter(state=CustomerImport.State.DRAFT)
    triage = FolderImport.objects.of(actor).filter(waiting__gt=0)
    listed = reverse("documents:documents")
    found = [
        Waiting(_("待分拣的文件夹导入"), _capped(triage), reverse("intake:folders_new"), "inbox"),
        Waiting(_("没做完的客户导入"), _capped(drafts), reverse("intake:customers_new"), "import"),
        Waiting(_("我签出的文档"), _capped(held), f"{listed}?q=签出:我", "lock"),
        Waiting(_("未能识读的文档"), _capped(badly), f"{listed}?q=状态:未能识读", "file-warning"),
    ]
    return [one for one in found if one.count != "0"]


def lately_opened(actor: Actor) -> list[Model]:
    """Customers and documents this person opened last and still may see, newest first."""
    events = Event.objects.filter(actor_id=actor.id, kind=OPENED.name).order_by("-id")
    pairs = list(dict.fromkeys(events.values_list("subject_type", "subject_id")[:_LOOKED_AT]))
    customers = _seen(Customer.objects.visible_to(actor), pairs, "customers.customer")
    documents = _seen(
        Document.objects.visible_to(actor).available().select_related("customer"), pairs, "documents.document"
    )
    known = {"customers.customer": customers, "documents.document": documents}
    found = (known.get(kind, {}).get(pk or 0) for kind, pk in pairs)
    return [row for row in found if row is not None][:SHOWN]


def newest_documents(actor: Actor) -> list[Document]:
    return list(
        Document.objects.visible_to(actor).available().select_related("customer").order_by("-pk")[:SHOWN]
    )


def first_steps(actor: Actor) -> list[Step]:
    """What an empty archive needs, for those who may; nothing once all is done."""
    rights = rights_of(actor)
    steps = []
    if rights.has("customer", "import"):
        done = Customer.objects.visible_to(actor).exists()
        steps.append(
            Step(
                _("导入客户列表"),
                _("Excel 或 CSV，自动认列、查重"),
                reverse("intake:customers_new"),
                "import",
                done,
            )
        )
    if rights.has("document", "create"):
        done = Document.objects.visible_to(actor).exists()
        steps.append(
            Step(
                _("导入客户文件夹"),
                _("按客户归档，按规则命名"),
                reverse("intake:folders_new"),
                "folder-plus",
                done,
            )
        )
    return steps if any(not step.is_done for step in steps) else []


def _capped(rows: QuerySet[Model]) -> str:
    count = rows[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count)


def _seen(rows: QuerySet[Model], pairs: list[tuple[str, int | None]], kind: str) -> dict[int, Model]:
    ids = [pk for one, pk in pairs if one == kind and pk is not None]
    return rows.in_bulk(ids) if ids else {}
