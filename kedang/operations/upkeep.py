"""What must be in order before Kedang opens: databases, keys, the built front end."""

import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from kedang import __version__, vault
from kedang.core.errors import DomainError
from kedang.core.terminal import tell


class NotBuilt(DomainError):
    """The front end was not bundled."""


def make_ready() -> None:
    """Migrate what is behind, check the master key, lay out the static files."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate()
    vault.check()


def migrate() -> None:
    for alias in connections:
        waiting = waiting_migrations(alias)
        if waiting:
            tell(_("正在升级数据库 %(alias)s（%(count)d 步）…") % {"alias": alias, "count": waiting})
            call_command("migrate", database=alias, interactive=False, verbosity=0)


def waiting_migrations(alias: str) -> int:
    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


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
