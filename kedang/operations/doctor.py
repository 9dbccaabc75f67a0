"""`kedang doctor`: is the installation sound? Each check answers good, warning or failure."""

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connections
from django.db.utils import Error as DatabaseError
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import DomainError
from kedang.core.terminal import tell
from kedang.operations import tasks_shown, upkeep
from kedang.search.models import Rebuild

GOOD, WARNING, FAILURE = "✓", "!", "✗"
LEAST_FREE = 2 * 2**30
LONGEST_WAIT = 900  # seconds a due task may wait on a busy machine
OLDEST_SQLITE = (3, 35, 0)  # RETURNING


@dataclass(frozen=True)
class Finding:
    grade: str
    text: str

    def __str__(self) -> str:
        return f"{self.grade} {self.text}"


Check = Callable[[], Iterator[Finding]]


def report() -> int:
    """Print all findings; 1 when something is broken."""
    findings = [finding for check in CHECKS for finding in check()]
    for finding in findings:
        tell(finding)
    failures = sum(finding.grade == FAILURE for finding in findings)
    warnings = sum(finding.grade == WARNING for finding in findings)
    tell(
        _("检查 %(count)d 项：%(failures)d 项失败，%(warnings)d 项需注意。")
        % {"count": len(findings), "failures": failures, "warnings": warnings}
    )
    return 1 if failures else 0


def data_folder() -> Iterator[Finding]:
    folder = Path(settings.DATA)
    if not folder.is_dir():
        yield Finding(FAILURE, _("数据目录不存在：%(path)s") % {"path": folder})
        return
    yield _writable(folder, _("数据目录"))
    if _is_open_to_others(folder):
        yield Finding(FAILURE, _("数据目录 %(path)s 对其他用户开放，应执行 chmod 700") % {"path": folder})


def master_key() -> Iterator[Finding]:
    path = Path(settings.MASTER_KEY_FILE)
    in_file = not (settings.MASTER_KEY or settings.MASTER_KEY_COMMAND)
    if in_file and path.exists() and _is_open_to_others(path):
        yield Finding(FAILURE, _("主密钥文件 %(path)s 其他用户可读，应执行 chmod 600") % {"path": path})
    if in_file and path.exists() and path.parent == Path(settings.DATA):
        yield Finding(WARNING, _("主密钥与数据在同一目录：备份时请分开保存，见 docs/admin/keys.md"))
    try:
        vault.check()
        yield Finding(GOOD, _("主密钥能打开密钥库"))
    except (DomainError, DatabaseError) as error:
        yield Finding(FAILURE, str(error))


def databases() -> Iterator[Finding]:
    for alias in connections:
        try:
            waiting = upkeep.waiting_migrations(alias)
        except DatabaseError as error:
            yield Finding(
                FAILURE, _("数据库 %(alias)s 无法连接：%(error)s") % {"alias": alias, "error": error}
            )
            continue
        if waiting:
            yield Finding(
                FAILURE,
                _("数据库 %(alias)s 有 %(count)d 步升级未执行：kedang migrate")
                % {"alias": alias, "count": waiting},
            )
        else:
            yield Finding(GOOD, _("数据库 %(alias)s 可用，结构是最新的") % {"alias": alias})


def sqlite() -> Iterator[Finding]:
    for alias in connections:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            yield Finding(
                FAILURE, _("SQLite %(version)s 过旧，至少需要 3.35") % {"version": sqlite3.sqlite_version}
            )
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode")
                mode = cursor.fetchone()[0]
        except DatabaseError:
            continue  # told by `databases`
        if mode == "wal":
            yield Finding(
                GOOD,
                _("数据库 %(alias)s：SQLite %(version)s，WAL")
                % {"alias": alias, "version": sqlite3.sqlite_version},
            )
        else:
            yield Finding(
                FAILURE,
                _("数据库 %(alias)s 不是 WAL 模式（%(mode)s）：网络文件系统不能用于数据目录")
                % {"alias": alias, "mode": mode},
            )


def blobs() -> Iterator[Finding]:
    folder = Path(settings.BLOBS)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        yield Finding(
            FAILURE, _("无法建立文件目录 %(path)s：%(error)s") % {"path": folder, "error": error.strerror}
        )
        return
    yield _writable(folder, _("文件目录"))


def search_index() -> Iterator[Finding]:
    try:
        rebuild = Rebuild.under_way()
    except DatabaseError:
        return  # told by `databases`
    if rebuild:
        yield Finding(
            WARNING,
            _("搜索索引正在重建（%(percent)d%%），较早的内容可能暂时找不到；若已中断：kedang reindex")
            % {"percent": rebuild.percent},
        )


def free_space() -> Iterator[Finding]:
    for folder in {Path(settings.DATA), Path(settings.BLOBS)}:
        if not folder.is_dir():
            continue
        free = shutil.disk_usage(folder).free
        grade = GOOD if free >= LEAST_FREE else WARNING
        yield Finding(
            grade, _("%(path)s 所在磁盘剩余 %(free).1f GB") % {"path": folder, "free": free / 2**30}
        )


def fonts() -> Iterator[Finding]:
    if not shutil.which("fc-list"):
        yield Finding(WARNING, _("没有 fontconfig：无法确认中文字体"))
        return
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    ).stdout
    if listed.strip():
        yield Finding(GOOD, _("中文字体：%(name)s") % {"name": listed.splitlines()[0]})
    else:
        yield Finding(WARNING, _("没有中文字体：预览与导出的文件可能显示方框，可安装 fonts-noto-cjk"))


def background_tasks() -> Iterator[Finding]:
    """What failed for good, and whether anybody works at all."""
    try:
        failed, waited = tasks_shown.count_failed(), tasks_shown.longest_wait()
    except DatabaseError:
        return  # told by `databases`
    if failed:
        most = tasks_shown.SHOWN
        yield Finding(
            WARNING,
            _("后台任务失败 %(count)s 项：见 设置 › 后台任务，可重试或放弃")
            % {"count": f"{most}+" if failed > most else failed},
        )
    if waited > LONGEST_WAIT:
        yield Finding(
            WARNING,
            _("后台任务已等待 %(minutes)d 分钟：请确认 kedang serve 或 kedang worker 在运行")
            % {"minutes": waited // 60},
        )
    if not failed and waited <= LONGEST_WAIT:
        yield Finding(GOOD, _("后台任务没有失败"))


def open_addresses() -> Iterator[Finding]:
    """Where Kedang's own processes listen beyond this machine."""
    for process in psutil.process_iter(["cmdline"]):
        if not _is_ours(process.info["cmdline"] or []):
            continue
        for address in _listening(process):
            yield Finding(
                WARNING,
                _("进程 %(pid)d 在 %(address)s 上对网络开放，请确认有 TLS 与防火墙")
                % {"pid": process.pid, "address": address},
            )


CHECKS: tuple[Check, ...] = (
    data_folder,
    master_key,
    databases,
    sqlite,
    blobs,
    search_index,
    free_space,
    fonts,
    background_tasks,
    open_addresses,
)


def _is_ours(command: list[str]) -> bool:
    return "serve" in command and any(part.endswith("kedang") for part in command)


def _listening(process: psutil.Process) -> Iterator[str]:
    try:
        connections_ = process.net_connections(kind="tcp")
    except psutil.Error:
        return
    for connection in connections_:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.ip not in {"127.0.0.1", "::1"}:
            host = f"[{connection.laddr.ip}]" if connection.family == socket.AF_INET6 else connection.laddr.ip
            yield f"{host}:{connection.laddr.port}"


def _writable(folder: Path, name: str) -> Finding:
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding(GOOD, _("%(name)s %(path)s 可写") % {"name": name, "path": folder})
    return Finding(FAILURE, _("%(name)s %(path)s 不可写") % {"name": name, "path": folder})


def _is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
