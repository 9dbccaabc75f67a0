"""A folder of files: received, its labels decided, imported, and what was left over sorted."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import action, check_right, revise
from kedang.access.models import Run
from kedang.access.runs import start_run_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.documents.models import Upload
from kedang.documents.uploads import chunks as uploaded
from kedang.documents.uploads import claim_done
from kedang.intake.events import (
    FOLDER_DISCARDED,
    FOLDER_FILE_TAKEN,
    FOLDER_PLACED,
    FOLDER_RECEIVED,
    LABEL_DECIDED,
)
from kedang.intake.folders.receiving import enter_items, guess_pattern, place_items
from kedang.intake.folders.run import IMPORT, ITEMS_PER_CHUNK
from kedang.intake.folders.sources import Found, clean_path, is_litter, list_directory, list_zip
from kedang.intake.models import FolderImport, FolderItem, FolderLabel
from kedang.intake.models.customer_import import key_of
from kedang.ledger.record import record
from kedang.vault.blobs import Stored

State = FolderImport.State
Decision = FolderLabel.Decision


def receive_zip(name: str, content: Iterable[bytes], *, actor: Actor) -> FolderImport:
    """Keep the zip sealed and list it. Raises Invalid: no zip, damaged, too many files."""
    check_right(actor, "create", FolderImport)
    token = secrets.token_hex(16)
    stored = vault.blobs.write(*key_of(token), content)
    found = list_zip(stored.blob_id, key_of(token))
    made = begin_folder(FolderImport, name, token, FolderImport.Source.ZIP, stored.blob_id, actor=actor)
    return _list(made, found, actor)


def receive_directory(path: str, *, actor: Actor) -> FolderImport:
    """List a directory on the server. On pages only below `KEDANG_INTAKE_DIRS`; the command line may read any."""
    root = Path(path).expanduser().resolve()
    if actor.channel != "command" and not any(root.is_relative_to(one) for one in allowed_directories()):
        raise Refused(_("不能导入这个目录"), remedy=_("管理员可用 KEDANG_INTAKE_DIRS 允许目录。"))
    if not root.is_dir():
        raise Invalid(_("没有这个目录"), field="directory", value=path)
    token = secrets.token_hex(16)
    made = begin_folder(FolderImport, root.name, token, FolderImport.Source.DIRECTORY, str(root), actor=actor)
    return _list(made, list_directory(str(root)), actor)


def receive_uploads(name: str, *, actor: Actor) -> FolderImport:
    """Open an import into which the browser sends files one by one (`take_upload`)."""
    token = secrets.token_hex(16)
    return begin_folder(FolderImport, name, token, FolderImport.Source.UPLOAD, "", actor=actor)


@action(needs="create")
def begin_folder(
    model: type[FolderImport], name: str, token: str, source: str, location: str, *, actor: Actor
) -> FolderImport:
    made = model.objects.create(
        person=actor.person, token=token, name=name[-255:], source=source, location=location
    )
    record(FOLDER_RECEIVED, made, actor=actor, details={"name": name, "source": source})
    return made


@action(needs="create")
def take_stored(
    folder_import: FolderImport, upload: Upload, path: str, blob: Stored, *, actor: Actor
) -> None:
    """One dropped file; a zip on the first level is a folder of files itself.

    Raises Conflict: taken already, or the import began.
    """
    claim_done(upload)
    if folder_import.state != State.RECEIVING:
        raise Conflict(_("这次导入已经开始，不能再加文件"))
    path = clean_path(path)
    if is_litter(path):
        record(FOLDER_FILE_TAKEN, folder_import, actor=actor, details={"path": path, "left_out": True})
        return
    if path.lower().endswith(".zip") and "/" not in path and not folder_import.location:
        enter_items(folder_import, list_zip(blob.blob_id, folder_import.key))
        revise(folder_import, source=FolderImport.Source.ZIP, location=blob.blob_id, name=path[-255:])
    else:
        enter_items(folder_import, [Found(path, "", blob.size, None)], blob_id=blob.blob_id)
    record(FOLDER_FILE_TAKEN, folder_import, actor=actor, details={"path": path})


def take_upload(folder_import: FolderImport, upload: Upload, path: str, *, actor: Actor) -> None:
    """Keep a complete upload under the import's own key, then take it."""
    blob = vault.blobs.write(*folder_import.key, uploaded(upload))
    take_stored(folder_import, upload, path, blob, actor=actor)


def place_folder(folder_import: FolderImport, pattern: str = "", *, actor: Actor) -> None:
    """Read the paths by `pattern` (guessed when empty) and match the labels anew. Raises Invalid."""
    if folder_import.state not in (State.RECEIVING, State.DRAFT):
        raise Conflict(_("这次导入已经开始"))
    chosen = pattern.strip() or guess_pattern(folder_import)
    place_items(folder_import, chosen, actor)
    set_placed(folder_import, chosen, actor=actor)


@action(needs="create")
def set_placed(folder_import: FolderImport, pattern: str, *, actor: Actor) -> None:
    """All files are listed and placed."""
    sizes = folder_import.items.values_list("size", flat=True)
    total, size = 0, 0
    for one in sizes.iterator(chunk_size=5000):
        total, size = total + 1, size + one
    if not total:
        raise Invalid(_("里面没有文件"))
    revise(folder_import, pattern=pattern[:200], state=State.DRAFT, total=total, size=size)
    record(FOLDER_PLACED, folder_import, actor=actor)


@action(needs="create")
def decide_label(
    folder_import: FolderImport,
    label: FolderLabel,
    decision: str,
    customer: Customer | None = None,
    *,
    actor: Actor,
) -> None:
    """Whose files these are. A new customer is registered at once, under the label's name."""
    if label.folder_import_id != folder_import.pk:
        raise Invalid(_("这个文件夹属于另一次导入"))
    if decision == Decision.NEW:
        _set(label, decision, _register(label.label, actor))  # its registration is the event
        return
    if decision == Decision.MATCHED:
        if customer is None:
            raise Invalid(_("请选择客户"), field="customer")
        check_right(actor, "create", customer, resource="document")
    elif decision not in (Decision.TRIAGE, Decision.SKIPPED):
        raise Invalid(_("没有这种处理方式"), field="decision", value=decision)
    _set(label, decision, customer)
    record(LABEL_DECIDED, folder_import, actor=actor, customer_id=customer.pk if customer else None)


@action(needs="create")
def discard_folder(folder_import: FolderImport, *, actor: Actor) -> None:
    if folder_import.state not in (State.RECEIVING, State.DRAFT):
        raise Conflict(_("这次导入已经开始"))
    revise(folder_import, state=State.DISCARDED)
    record(FOLDER_DISCARDED, folder_import, actor=actor)


def start_folder(folder_import: FolderImport, *, actor: Actor) -> Run:
    """Queue the files. Raises Conflict: started already, or not placed yet."""
    skipped = folder_import.items.filter(label__decision=Decision.SKIPPED)
    ids = list(
        folder_import.items.exclude(label__decision=Decision.SKIPPED)
        .order_by("label", "pk")
        .values_list("pk", flat=True)
    )
    draft = FolderImport.objects.filter(pk=folder_import.pk, state=State.DRAFT)

    def claim(run: Run) -> bool:
        skipped.update(state=FolderItem.State.SKIPPED, reason="")
        return bool(draft.update(state=State.STARTED, run=run))

    run = _start(folder_import, ids, actor, claim)
    folder_import.refresh_from_db()
    return run


def file_label(folder_import: FolderImport, label: FolderLabel, *, actor: Actor) -> Run:
    """File what waited in triage for the decision on `label`."""
    waiting = folder_import.items.filter(label=label, state=FolderItem.State.TRIAGE)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))

    def claim(_run: Run) -> bool:
        return bool(waiting.update(state=FolderItem.State.WAITING, reason=""))

    return _start(folder_import, ids, actor, claim)


def allowed_directories() -> list[Path]:
    return [Path(one).resolve() for one in getattr(settings, "INTAKE_DIRS", ())]


def _start(folder_import: FolderImport, ids: list[int], actor: Actor, claim: Callable[[Run], bool]) -> Run:
    chunks = [ids[start : start + ITEMS_PER_CHUNK] for start in range(0, len(ids), ITEMS_PER_CHUNK)]
    return start_run_of(
        IMPORT,
        chunks,
        {"import": folder_import.pk},
        actor=actor,
        title=_("导入文件夹：%(name)s") % {"name": folder_import.name},
        result_url=f"/intake/folders/{folder_import.pk}/",
        claim=claim,
    )


def _set(label: FolderLabel, decision: str, customer: Customer | None) -> None:
    FolderLabel.objects.filter(pk=label.pk).update(decision=decision, customer=customer, matched_by="person")
    label.refresh_from_db()


def _list(made: FolderImport, found: Iterable[Found], actor: Actor) -> FolderImport:
    enter_items(made, found)
    place_folder(made, actor=actor)
    return made


def _register(name: str, actor: Actor) -> Customer:
    check_right(actor, "create", Customer)
    person = actor.person
    given = CustomerInput(facts={"name": name}, owner_id=person.pk, department_id=person.department_id)
    return register_many([read_customer(given)], actor=actor)[0]
