"""What must be in order before Kedang opens: databases, keys, the built front end."""

import json
import shutil
import tempfile
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from kedang import __version__, vault
from kedang.core.errors import DomainError
from kedang.core.terminal import tell
from kedang.vault import scratch
from kedang.vault.models import KEYS

_LEFT_BEHIND = 3600  # seconds; what is younger may be another process' work


class NotBuilt(DomainError):
    """The front end was not bundled."""


def make_ready() -> None:
    """Migrate what is behind, check the master key, keep temporary files to ourselves."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
    claim_scratch()
    migrate()
    vault.check()


def claim_scratch() -> None:
    """Temporary files of every library go beside the data; what a killed process left there is removed."""
    folder = scratch.folder()
    folder.chmod(0o700)
    tempfile.tempdir = str(folder)
    for left in folder.iterdir():
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def migrate() -> None:
    for alias in connections:
        waiting = waiting_migrations(alias)
        if not waiting:
            continue
        tell(_("正在升级数据库 %(alias)s（%(count)d 步）…") % {"alias": alias, "count": waiting})
        for target in targets(alias):
            call_command("migrate", *target, database=alias, interactive=False, verbosity=0)


def waiting_migrations(alias: str) -> int:
    executor = MigrationExecutor(connections[alias])
    leaves = executor.loader.graph.leaf_nodes()
    at_home = [leaf for leaf in leaves if router.allow_migrate(alias, leaf[0])]
    return len(executor.migration_plan(at_home))


def targets(alias: str) -> list[list[str]]:
    """What to migrate in a database: the key store has one room's tables and nothing of the others."""
    if alias == KEYS:
        return [[label] for label in sorted(apps.app_configs) if router.allow_migrate(alias, label)]
    return [[]]


def lay_out_static_files() -> None:
    """Copy the static files to where the server reads them, when they are newer or another version's."""
    manifest = Path(settings.ROOT) / "static" / "dist" / "manifest.json"
    if not manifest.exists():
        raise NotBuilt(
            _("前端资源尚未构建。"),
            remedy=_("请运行 make run，或在 frontend 目录执行 npm ci 与 npm run build。"),
        )
    state = json.dumps([__version__, manifest.read_text(), manifest.stat().st_mtime])
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".laid-out"
    if stamp.exists() and stamp.read_text() == state:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
