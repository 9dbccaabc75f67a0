"""What `kedang export dossier` and `kedang import dossier` do: the same actions as the pages, with progress."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import advance_run
from kedang.core.actor import Actor, as_actor, with_reason
from kedang.core.clock import now
from kedang.core.errors import Invalid, NotFound
from kedang.core.terminal import complain, show_progress, tell
from kedang.customers.models import Customer
from kedang.dossier.actions.export import export_dossier
from kedang.dossier.actions.restore import choose_target, discard_restore, receive_bag, start_restore
from kedang.dossier.bag.trees import DirectoryTree
from kedang.dossier.bag.writing import File
from kedang.dossier.models import BagImport
from kedang.dossier.package import Dossier, files_of
from kedang.dossier.restoring.preview import check_import, findings_of, twins_of
from kedang.dossier.zipping import stream_zip, write_directory
from kedang.people.models import Person
from kedang.search import select
from kedang.search.finding import UNCAPPED

PIECE = 2**18


def export_dossiers(options: Namespace) -> int:
    """One customer by number, or with `--query` each that meets it, beside one another in the directory `--to`."""
    actor = _actor(options.email, options.reason)
    target = Path(options.to).expanduser()
    if options.number:
        customer = Customer.objects.visible_to(actor).filter(number=options.number).first()
        if customer is None:
            raise NotFound(_("没有编号为 %(number)s 的客户，或无权查看") % {"number": options.number})
        _write(export_dossier(customer, in_clear=options.in_clear, actor=actor), target)
        return 0
    found, _stopped = select(
        Customer.objects.permitted(actor, "export"), options.query, actor, budget=UNCAPPED
    )
    target.mkdir(parents=True, exist_ok=True)
    for customer in Customer.objects.filter(pk__in=found.order_by().values("pk")).iterator(chunk_size=200):
        dossier = export_dossier(customer, in_clear=options.in_clear, actor=actor)
        _write(dossier, target / f"{dossier.name}.zip")
    return 0


def import_dossier(options: Namespace) -> int:
    """0: restored whole; 1: the package is not in order (nothing was stored), or parts were left out."""
    actor = _actor(options.email, "")
    path = Path(options.file).expanduser()
    if not path.exists():
        raise Invalid(_("没有这个文件或目录：%(name)s") % {"name": options.file}, value=options.file)
    made = check_import(receive_bag(path.name, _pieces(path), actor=actor), actor)
    findings = findings_of(made)
    if made.state == BagImport.State.REFUSED:
        for file, message, remedy in findings["problems"]:
            complain(Invalid(f"{file}：{message}", remedy=remedy))
        discard_restore(made, actor=actor)
        return 1
    _tell_findings(findings)
    if options.dry_run:
        discard_restore(made, actor=actor)
        return 0
    target, into = _target(options, findings, actor)
    try:
        choose_target(made, target, into, actor=actor)
    except BaseException:
        discard_restore(made, actor=actor)
        raise
    run = _work(start_restore(made, actor=actor))
    made.refresh_from_db()
    if made.customer is not None:
        tell(_("已恢复：%(number)s %(name)s") % {"number": made.customer.number, "name": made.customer.name})
    return 1 if run.failed else 0


def _write(dossier: Dossier, target: Path) -> None:
    """A zip when the name says so, else a new directory; whole, or nothing under that name."""
    if target.exists():
        raise Invalid(
            _("已经存在：%(path)s") % {"path": target}, value=str(target), remedy=_("请换一个名字。")
        )
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    files, total = files_of(dossier), dossier.size
    try:
        if target.suffix.lower() == ".zip":
            _count(_zipped(files, fresh, dossier.name), total)
        else:
            fresh.mkdir(mode=0o700, parents=True)
            _count(write_directory(files, fresh), total)
        os.replace(fresh, target)
    except BaseException:
        _remove(fresh)
        raise
    plan = dossier.plan
    counts = {"path": target, "documents": len(plan.documents), "withheld": len(plan.withheld)}
    tell(_("%(path)s：%(documents)d 份文档，未包含 %(withheld)d 份。") % counts)
    for one in plan.withheld:
        tell(f"  {one.document.name}：{one.reason}")


def _zipped(files: Iterable[File], path: Path, folder: str) -> Iterator[int]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in stream_zip(files, folder):
            out.write(piece)
            yield len(piece)


def _count(written: Iterable[int], total: int) -> None:
    done = told = 0
    for size in written:
        done += size
        if done - told > 2**24:
            show_progress(f"{done >> 20} / {total >> 20} MB")
            told = done
    if told:
        tell("")


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _target(options: Namespace, findings: dict[str, object], actor: Actor) -> tuple[str, Customer | None]:
    if not options.into:
        return (BagImport.Target.RENUMBERED if options.renumber else BagImport.Target.NEW), None
    for twin in twins_of(findings, actor):
        if twin.number == options.into:
            return BagImport.Target.INTO, twin
    raise NotFound(_("没有与这份档案相同的客户：%(number)s") % {"number": options.into})


def _tell_findings(findings: dict[str, object]) -> None:
    tell(
        _("%(number)s %(name)s：%(documents)d 份文档，%(versions)d 个版本")
        % {key: findings[key] for key in ("number", "name", "documents", "versions")}
    )
    for label, count in findings["counts"]:  # type: ignore[attr-defined]  # pairs, see `preview`
        tell(f"  {label} {count}")
    for line in findings["lost"]:  # type: ignore[attr-defined]  # lines, see `preview`
        tell(f"! {line}")


def _work(run: Run) -> Run:
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
        show_progress(f"{run.done + run.failed}/{run.total}")
    tell("")
    return run


def _pieces(path: Path) -> Iterator[bytes]:
    """A zip as it is; a directory becomes one on the way."""
    if path.is_dir():
        tree = DirectoryTree(path)
        files = (_of_tree(tree, name) for name in sorted(tree.sizes))
        yield from stream_zip(files, path.name)
        return
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _of_tree(tree: DirectoryTree, name: str) -> File:
    return File(name, lambda: tree.pieces(name), now(), tree.sizes[name])


def _actor(email: str, reason: str) -> Actor:
    people = Person.objects.filter(is_active=True, suspended_at=None)
    found = people.filter(email__iexact=email) if email else people.filter(in_start_mode=True)
    person = found.first()
    if person is None or (not email and found.count() > 1):
        raise NotFound(_("请用 --as 说明以谁的名义"), remedy=_("用 kedang user list 查看人员。"))
    actor = as_actor(person, channel="command")
    return with_reason(actor, reason) if reason else actor
