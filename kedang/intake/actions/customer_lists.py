"""A customer list: uploaded, its columns set, imported."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import action, revise
from kedang.access.models import Run
from kedang.access.rights import rights_of
from kedang.access.runs import start_run_of
from kedang.access.words import Scope
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import CustomField, FieldType
from kedang.intake.columns import BY_NAME, guess
from kedang.intake.customers.matching import DEFAULT, FIELDS
from kedang.intake.customers.run import IMPORT
from kedang.intake.events import DISCARDED, MAPPED, UPLOADED
from kedang.intake.models import CustomerImport
from kedang.intake.models.customer_import import key_of
from kedang.intake.staging import Staged, stage
from kedang.ledger.record import record
from kedang.people.models import Department, Person


@dataclass(frozen=True)
class Choices:
    """How a list is to be imported. `mapping`: a target per column, "" leaves it out."""

    mapping: Sequence[str]
    mode: str = CustomerImport.Mode.BOTH
    match_by: Sequence[str] = tuple(DEFAULT)
    lenience: str = CustomerImport.Lenience.REFUSE
    default_owner: Person | None = None
    default_department: Department | None = None


def receive_list(name: str, content: Iterable[bytes], *, sheet: str = "", actor: Actor) -> CustomerImport:
    """Keep the file sealed, read its rows in the limited worker, guess the columns. Raises Invalid: no list.

    The file is parsed before anything is stored in the database, so that no lock waits for a parser.
    """
    token = secrets.token_hex(16)
    stored = vault.blobs.write(*key_of(token), content)
    staged = stage(stored.blob_id, name, key_of(token), sheet=sheet)
    return take_list(CustomerImport, name, token, stored.blob_id, staged, actor=actor)


@action(needs="import")
def take_list(
    model: type[CustomerImport], name: str, token: str, source: str, staged: Staged, *, actor: Actor
) -> CustomerImport:
    """Store what `receive_list` read."""
    made = model.objects.create(
        person=actor.person,
        token=token,
        file_name=name[-255:],
        source=source,
        rows=staged.rows,
        sheets=staged.sheets,
        sheet=staged.sheet,
        encoding=staged.encoding,
        headings=staged.headings,
        segments=staged.segments,
        total=staged.total,
        mapping=guess(staged.headings, custom_headings()),
        match_by=DEFAULT,
        default_owner=actor.person if _sees_own_only(actor) else None,
        default_department=actor.person.department,
    )
    record(UPLOADED, made, actor=actor, details={"name": name, "rows": staged.total})
    return made


@action(needs="import")
def set_choices(customer_import: CustomerImport, choices: Choices, *, actor: Actor) -> None:
    """Raises Invalid: no column is the name, a column is used twice, an unknown target or field."""
    _check_draft(customer_import)
    _check(customer_import, choices)
    revise(
        customer_import,
        mapping=list(choices.mapping),
        mode=choices.mode,
        match_by=list(choices.match_by),
        lenience=choices.lenience,
        default_owner=choices.default_owner,
        default_department=choices.default_department,
    )
    record(MAPPED, customer_import, actor=actor)


@action(needs="import")
def discard_list(customer_import: CustomerImport, *, actor: Actor) -> None:
    """Give a list up before it is imported; the sealed files are swept."""
    _check_draft(customer_import)
    revise(customer_import, state=CustomerImport.State.DISCARDED)
    record(DISCARDED, customer_import, actor=actor)


def start_import(customer_import: CustomerImport, *, actor: Actor) -> Run:
    """Queue the rows. `start_run_of` records it. Raises Conflict: started already."""
    started = CustomerImport.objects.filter(pk=customer_import.pk, state=CustomerImport.State.DRAFT)
    _check(customer_import, _choices_of(customer_import))
    with_run = start_run_of(
        IMPORT,
        [[segment] for segment in customer_import.segments],
        {"import": customer_import.pk},
        actor=actor,
        title=_("导入客户：%(name)s") % {"name": customer_import.file_name},
        total=customer_import.total,
        result_url=f"/intake/customers/{customer_import.pk}/",
        claim=lambda run: bool(started.update(state=CustomerImport.State.STARTED, run=run)),
    )
    customer_import.refresh_from_db()
    return with_run


def custom_headings() -> dict[str, str]:
    """The organisation's own fields under either name: heading → target. A list brings no files."""
    fields = CustomField.objects.offered().exclude(type=FieldType.FILE)
    return {name: one.key for one in fields for name in (one.title, one.label, one.label_en) if name}


def file_headings() -> dict[str, str]:
    """What a column may be called that means files: heading → the field's name."""
    fields = CustomField.objects.offered().filter(type=FieldType.FILE)
    return {name: one.title for one in fields for name in (one.title, one.label, one.label_en) if name}


def _sees_own_only(actor: Actor) -> bool:
    """Who sees only their own customers would lose sight of what they import for nobody."""
    scopes = {line.scope for line in rights_of(actor).on("customer", "view")}
    return scopes <= {Scope.OWN}


def _choices_of(customer_import: CustomerImport) -> Choices:
    return Choices(
        customer_import.mapping, customer_import.mode, customer_import.match_by, customer_import.lenience
    )


def _check_draft(customer_import: CustomerImport) -> None:
    if customer_import.state != CustomerImport.State.DRAFT:
        raise Conflict(_("这次导入已经开始"), remedy=_("请重新上传文件。"))


def _check(customer_import: CustomerImport, choices: Choices) -> None:
    targets = [target for target in choices.mapping if target]
    if len(choices.mapping) != len(customer_import.headings):
        raise Invalid(_("列数与文件不符"), field="mapping")
    if "name" not in targets:
        raise Invalid(_("没有一列是客户名称"), field="mapping", remedy=_("请为一列选择“客户名称”。"))
    for target in targets:
        known = BY_NAME.get(target)
        if known is None and not target.startswith("custom:"):
            raise Invalid(_("没有这个字段"), field="mapping", value=target)
        if targets.count(target) > 1 and not (known and known.many):
            label = known.label if known else target
            raise Invalid(_("“%(field)s”选了多列") % {"field": label}, field="mapping", value=target)
    for name in choices.match_by:
        if name not in {one.name for one in FIELDS}:
            raise Invalid(_("不能用这个字段匹配"), field="match_by", value=name)
    if choices.mode != CustomerImport.Mode.CREATE and not choices.match_by:
        raise Invalid(_("更新时至少要选一个匹配字段"), field="match_by")
