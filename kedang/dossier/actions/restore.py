"""A dossier brought back: received sealed, checked by a job, decided, restored by a run."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import action, check_right, revise
from kedang.access.models import Run
from kedang.access.runs import start_run_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.documents import uploads
from kedang.documents.models import Upload
from kedang.dossier.events import CHOSEN, DISCARDED, RECEIVED
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.bags import PURPOSE, open_bag, read_data
from kedang.dossier.restoring.preview import findings_of, is_empty, is_number_free, twins_of
from kedang.dossier.restoring.run import RESTORE, chunks_of
from kedang.dossier.tasks import check_bag
from kedang.ledger.record import record
from kedang.vault.blobs import Stored

State, Target = BagImport.State, BagImport.Target


def receive_bag(
    name: str, content: Iterable[bytes], *, upload: Upload | None = None, actor: Actor
) -> BagImport:
    """Keep the zip sealed and have it checked."""
    check_right(actor, "import", Customer)
    token = secrets.token_hex(16)
    owner = f"dossier-import:{token}"
    vault.keys.create_keys([(owner, PURPOSE, None)])
    stored = vault.blobs.write(owner, PURPOSE, content)
    return begin_restore(BagImport, name, token, stored, upload, actor=actor)


@action(needs="import", resource="customer")
def begin_restore(
    model: type[BagImport], name: str, token: str, stored: Stored, upload: Upload | None, *, actor: Actor
) -> BagImport:
    if upload is not None:
        uploads.claim_done(upload)
    made = model.objects.create(
        person=actor.person, token=token, name=name[-255:], blob_id=stored.blob_id, size=stored.size
    )
    check_bag.enqueue(made.pk)
    record(RECEIVED, made, actor=actor, details={"name": name[-255:], "size": stored.size})
    return made


@action(needs="import", resource="customer")
def choose_target(
    bag_import: BagImport, target: str, customer: Customer | None = None, *, actor: Actor
) -> None:
    """What becomes of the record. Raises Conflict (begun already, number taken), Invalid (not empty)."""
    if bag_import.state != State.READY:
        raise Conflict(_("这个档案包现在不能导入"), remedy=_("请刷新后查看它的状态。"))
    findings = findings_of(bag_import)
    if target == Target.NEW and not is_number_free(findings["number"]):
        raise Conflict(
            _("编号“%(number)s”已经用过") % {"number": findings["number"]},
            field="target",
            remedy=_("请另编新号，或恢复到已有的空档案。"),
        )
    if target == Target.INTO:
        if customer is None or customer.pk not in {one.pk for one in twins_of(findings, actor)}:
            raise Invalid(_("请选择客户"), field="customer")
        if not is_empty(customer):
            raise Invalid(
                _("“%(name)s”已有内容，不能恢复到它") % {"name": customer.name},
                field="target",
                remedy=_("请另编新号，之后用“合并重复客户”合在一起。"),
            )
        check_right(actor, "delete" if customer.is_trashed else "edit", customer)
    elif target not in Target.values:
        raise Invalid(_("请选择恢复方式"), field="target", value=target)
    revise(bag_import, target=target, customer=customer if target == Target.INTO else None)
    record(CHOSEN, bag_import, actor=actor, customer_id=customer.pk if customer else None)


def start_restore(bag_import: BagImport, *, actor: Actor) -> Run:
    """Queue the chunks. Raises Conflict: begun already, or nothing was chosen."""
    with open_bag(bag_import) as tree:
        chunks = chunks_of(read_data(tree))
    waiting = BagImport.objects.filter(pk=bag_import.pk, state=State.READY).exclude(target="")
    run = start_run_of(
        RESTORE,
        chunks,
        {"import": bag_import.pk},
        actor=actor,
        title=_("恢复客户档案：%(name)s") % {"name": bag_import.name},
        result_url=f"/intake/dossiers/{bag_import.pk}/",
        claim=lambda run: bool(waiting.update(state=State.STARTED, run=run)),
    )
    bag_import.refresh_from_db()
    return run


@action(needs="import", resource="customer")
def discard_restore(bag_import: BagImport, *, actor: Actor) -> None:
    """Forget it; what was uploaded is swept."""
    if bag_import.state not in (State.CHECKING, State.READY, State.REFUSED):
        raise Conflict(_("这次导入已经开始"))
    revise(bag_import, state=State.DISCARDED)
    record(DISCARDED, bag_import, actor=actor)
