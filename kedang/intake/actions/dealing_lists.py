"""A list of purchases or interactions: uploaded, its columns set, imported."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import action, revise
from kedang.access.models import Run
from kedang.access.runs import start_run_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.intake.customers.problems import problems_file
from kedang.intake.dealings.columns import CUSTOMER_TARGETS, NEEDED, by_name, guess
from kedang.intake.dealings.importing import IMPORT
from kedang.intake.events import (
    DEALINGS_DISCARDED,
    DEALINGS_MAPPED,
    DEALINGS_UPLOADED,
    PROBLEMS_DOWNLOADED,
)
from kedang.intake.models import DealingImport
from kedang.intake.models.customer_import import key_of
from kedang.intake.staging import Staged, stage
from kedang.ledger.record import record


def receive_dealings(
    kind: str, name: str, content: Iterable[bytes], *, sheet: str = "", actor: Actor
) -> DealingImport:
    """Keep the file sealed, read its rows in the limited worker, guess the columns. Raises Invalid: no list."""
    token = secrets.token_hex(16)
    stored = vault.blobs.write(*key_of(token), content)
    staged = stage(stored.blob_id, name, key_of(token), sheet=sheet)
    return take_dealings(DealingImport, kind, name, token, stored.blob_id, staged, actor=actor)


@action(needs="import")
def take_dealings(
    model: type[DealingImport], kind: str, name: str, token: str, source: str, staged: Staged, *, actor: Actor
) -> DealingImport:
    """Store what `receive_dealings` read."""
    if kind not in DealingImport.Kind.values:
        raise Invalid(_("没有这种列表"), field="kind", value=kind)
    made = model.objects.create(
        kind=kind,
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
        mapping=guess(kind, staged.headings),
    )
    record(DEALINGS_UPLOADED, made, actor=actor, details={"name": name, "rows": staged.total})
    return made


@action(needs="import")
def map_dealings(dealing_import: DealingImport, mapping: Sequence[str], *, actor: Actor) -> None:
    """Raises Invalid: no column tells the customer, a needed one is absent, one is used twice."""
    _check_draft(dealing_import)
    _check(dealing_import, mapping)
    revise(dealing_import, mapping=list(mapping))
    record(DEALINGS_MAPPED, dealing_import, actor=actor)


@action(needs="import")
def discard_dealings(dealing_import: DealingImport, *, actor: Actor) -> None:
    """Give a list up before it is imported; the sealed files are swept."""
    _check_draft(dealing_import)
    revise(dealing_import, state=DealingImport.State.DISCARDED)
    record(DEALINGS_DISCARDED, dealing_import, actor=actor)


@action(needs="import")
def download_dealing_problems(dealing_import: DealingImport, *, actor: Actor) -> bytes:
    """The rejected rows as a file; they are personal data, so it is in the ledger."""
    record(PROBLEMS_DOWNLOADED, dealing_import, actor=actor)
    return problems_file(dealing_import)


def start_dealings(dealing_import: DealingImport, *, actor: Actor) -> Run:
    """Queue the rows. `start_run_of` records it. Raises Conflict: started already."""
    started = DealingImport.objects.filter(pk=dealing_import.pk, state=DealingImport.State.DRAFT)
    _check(dealing_import, dealing_import.mapping)
    title = _("导入%(kind)s：%(name)s")
    with_run = start_run_of(
        IMPORT,
        [[segment] for segment in dealing_import.segments],
        {"import": dealing_import.pk},
        actor=actor,
        title=title % {"kind": dealing_import.get_kind_display(), "name": dealing_import.file_name},
        total=dealing_import.total,
        result_url=f"/intake/dealings/{dealing_import.pk}/",
        claim=lambda run: bool(started.update(state=DealingImport.State.STARTED, run=run)),
    )
    dealing_import.refresh_from_db()
    return with_run


def _check_draft(dealing_import: DealingImport) -> None:
    if dealing_import.state != DealingImport.State.DRAFT:
        raise Conflict(_("这次导入已经开始"), remedy=_("请重新上传文件。"))


def _check(dealing_import: DealingImport, mapping: Sequence[str]) -> None:
    known = by_name(dealing_import.kind)
    targets = [target for target in mapping if target]
    if len(mapping) != len(dealing_import.headings):
        raise Invalid(_("列数与文件不符"), field="mapping")
    for target in targets:
        if target not in known:
            raise Invalid(_("没有这个字段"), field="mapping", value=target)
        if targets.count(target) > 1:
            label = known[target].label
            raise Invalid(_("“%(field)s”选了多列") % {"field": label}, field="mapping", value=target)
    if not set(targets) & set(CUSTOMER_TARGETS):
        raise Invalid(
            _("没有一列说明是哪个客户"), field="mapping", remedy=_("请为一列选择客户编号、外部编号或名称。")
        )
    for name in NEEDED[DealingImport.Kind(dealing_import.kind)]:
        if name not in targets:
            raise Invalid(
                _("没有一列是“%(field)s”") % {"field": known[name].label}, field="mapping", value=name
            )
