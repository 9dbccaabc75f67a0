"""What `kedang import …` does: the same actions as the pages, with progress on the terminal."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import advance_run
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Invalid, NotFound
from kedang.core.terminal import show_progress, tell
from kedang.intake.actions.customer_lists import (
    Choices,
    discard_list,
    receive_list,
    set_choices,
    start_import,
)
from kedang.intake.actions.dealing_lists import (
    discard_dealings,
    download_dealing_problems,
    map_dealings,
    receive_dealings,
    start_dealings,
)
from kedang.intake.actions.folders import (
    decide_label,
    discard_folder,
    place_folder,
    receive_directory,
    receive_zip,
    start_folder,
)
from kedang.intake.actions.results import download_problems
from kedang.intake.columns import BY_NAME
from kedang.intake.customers.preview import preview
from kedang.intake.dealings.columns import targets_of
from kedang.intake.dealings.preview import preview as dealing_preview
from kedang.intake.models import CustomerImport, DealingImport, FolderImport, FolderLabel
from kedang.people.models import Person

PIECE = 2**18


def import_customers(options: Namespace) -> int:
    """0: all rows taken; 1: some came back."""
    actor = _actor(options.email)
    path = _existing(options.file)
    made = receive_list(path.name, _pieces(path), sheet=options.sheet, actor=actor)
    set_choices(made, _choices(made, options), actor=actor)
    made.refresh_from_db()
    if options.dry_run:
        return _try(made, actor)
    _work(start_import(made, actor=actor))
    made.refresh_from_db()
    counts = {"created": made.created, "updated": made.updated, "same": made.unchanged, "bad": made.rejected}
    tell(_("新建 %(created)d，更新 %(updated)d，无变化 %(same)d，退回 %(bad)d。") % counts)
    if made.rejected and options.rejected:
        Path(options.rejected).write_bytes(download_problems(made, actor=actor))
        tell(_("退回的行在 %(file)s") % {"file": options.rejected})
    return 1 if made.rejected else 0


def import_purchases(options: Namespace) -> int:
    return _import_dealings(DealingImport.Kind.PURCHASES, options)


def import_interactions(options: Namespace) -> int:
    return _import_dealings(DealingImport.Kind.INTERACTIONS, options)


def import_folder(options: Namespace) -> int:
    """0: every file filed or known already; 1: some wait to be sorted or could not be taken."""
    actor = _actor(options.email)
    path = _existing(options.directory)
    if path.is_dir():
        made = receive_directory(str(path), actor=actor)
    else:
        made = receive_zip(path.name, _pieces(path), actor=actor)
    if options.pattern:
        place_folder(made, options.pattern, actor=actor)
    made.refresh_from_db()
    _list_labels(made)
    if options.dry_run:
        discard_folder(made, actor=actor)
        return 0
    if options.new_customers:
        for label in made.labels.filter(decision=FolderLabel.Decision.TRIAGE):
            decide_label(made, label, FolderLabel.Decision.NEW, actor=actor)
    _work(start_folder(made, actor=actor))
    made.refresh_from_db()
    counts = {"filed": made.filed, "same": made.duplicates, "waiting": made.waiting, "failed": made.failed}
    tell(_("已归档 %(filed)d，内容重复 %(same)d，待分拣 %(waiting)d，未能导入 %(failed)d。") % counts)
    return 1 if made.waiting or made.failed else 0


def _import_dealings(kind: str, options: Namespace) -> int:
    """0: all rows taken; 1: some came back."""
    actor = _actor(options.email)
    path = _existing(options.file)
    made = receive_dealings(kind, path.name, _pieces(path), sheet=options.sheet, actor=actor)
    known = {target.name for target in targets_of(kind)}
    map_dealings(made, _mapping(made, options.map, known), actor=actor)
    made.refresh_from_db()
    if options.dry_run:
        return _try_dealings(made, actor)
    _work(start_dealings(made, actor=actor))
    made.refresh_from_db()
    tell(_("已导入 %(created)d，退回 %(bad)d。") % {"created": made.created, "bad": made.rejected})
    if made.rejected and options.rejected:
        Path(options.rejected).write_bytes(download_dealing_problems(made, actor=actor))
        tell(_("退回的行在 %(file)s") % {"file": options.rejected})
    return 1 if made.rejected else 0


def _try_dealings(made: DealingImport, actor: Actor) -> int:
    seen = dealing_preview(made, actor, segments=len(made.segments))
    discard_dealings(made, actor=actor)
    for one in seen.problems:
        tell(
            _("第 %(row)d 行 %(column)s：%(message)s")
            % {"row": one.row, "column": one.column, "message": one.message}
        )
    counts = {"checked": seen.checked, "new": seen.new, "bad": seen.rejected}
    tell(_("检查 %(checked)d 行：可导入 %(new)d，会退回 %(bad)d。没有写入。") % counts)
    return 1 if seen.rejected else 0


def _work(run: Run) -> None:
    """Do the run here; a worker that runs beside it takes chunks as well, never the same."""
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
        show_progress(f"{run.done + run.failed}/{run.total}")
    tell("")


def _try(made: CustomerImport, actor: Actor) -> int:
    seen = preview(made, actor, segments=len(made.segments))
    discard_list(made, actor=actor)
    for one in seen.problems:
        tell(
            _("第 %(row)d 行 %(column)s：%(message)s")
            % {"row": one.row, "column": one.column, "message": one.message}
        )
    counts = {"checked": seen.checked, "new": seen.new, "known": seen.known, "bad": seen.rejected}
    tell(_("检查 %(checked)d 行：可新建 %(new)d，可更新 %(known)d，会退回 %(bad)d。没有写入。") % counts)
    return 1 if seen.rejected else 0


def _choices(made: CustomerImport, options: Namespace) -> Choices:
    return Choices(
        mapping=_mapping(made, options.map),
        mode=options.mode,
        match_by=[name.strip() for name in options.match.split(",") if name.strip()] or made.match_by,
        lenience=CustomerImport.Lenience.KEEP if options.keep_malformed else CustomerImport.Lenience.REFUSE,
        default_owner=made.default_owner,
        default_department=made.default_department,
    )


def _mapping(
    made: CustomerImport | DealingImport, wishes: list[str], known: Collection[str] = ()
) -> list[str]:
    mapping = list(made.mapping)
    for wish in wishes:
        heading, sign, target = wish.partition("=")
        if not sign or heading not in made.headings:
            raise Invalid(
                _("没有“%(heading)s”这一列") % {"heading": heading},
                field="map",
                value=wish,
                remedy=_("文件中的列：%(columns)s") % {"columns": "、".join(made.headings)},
            )
        fields = known or BY_NAME
        if target and target not in fields and (known or not target.startswith("custom:")):
            raise Invalid(
                _("没有“%(target)s”这个字段") % {"target": target}, field="map", remedy="、".join(fields)
            )
        mapping[made.headings.index(heading)] = target
    return mapping


def _list_labels(made: FolderImport) -> None:
    for label in made.labels.select_related("customer").order_by("label"):
        whose = f"{label.customer.number} {label.customer.name}" if label.customer else _("待分拣")
        tell(f"  {label.label} ({label.files}) → {whose}")


def _actor(email: str) -> Actor:
    people = Person.objects.filter(is_active=True, suspended_at=None)
    found = people.filter(email__iexact=email) if email else people.filter(in_start_mode=True)
    person = found.first()
    if person is None or (not email and found.count() > 1):
        raise NotFound(_("请用 --as 说明以谁的名义导入"), remedy=_("用 kedang user list 查看人员。"))
    return as_actor(person)


def _existing(name: str) -> Path:
    path = Path(name).expanduser()
    if not path.exists():
        raise Invalid(_("没有这个文件或目录：%(name)s") % {"name": name}, value=name)
    return path


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
