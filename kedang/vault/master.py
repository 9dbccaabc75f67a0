"""The master key: 32 bytes outside every database, from a file, the environment or a command."""

import base64
import hmac
import os
import shlex
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.vault.errors import MasterKeyProblem

SIZE = 32


def new_master() -> bytes:
    return os.urandom(SIZE)


def load_master() -> bytes | None:
    """The configured key; None when there is only a file to hold it and that is absent."""
    if settings.MASTER_KEY:
        return decode(settings.MASTER_KEY, "KEDANG_MASTER_KEY")
    if settings.MASTER_KEY_COMMAND:
        return decode(_printed(settings.MASTER_KEY_COMMAND), "KEDANG_MASTER_KEY_COMMAND")
    path = Path(settings.MASTER_KEY_FILE)
    return decode(path.read_text(), str(path)) if path.exists() else None


def is_kept_in_file() -> bool:
    return not (settings.MASTER_KEY or settings.MASTER_KEY_COMMAND)


def create_file(path: Path, master: bytes) -> None:
    """Write `master` to a new file only its owner can read; whole or not at all, never over another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(master) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()
    sync_folder(path.parent)


def next_file() -> Path:
    """Where a rotation puts the new key until the key store has been re-wrapped."""
    path = Path(settings.MASTER_KEY_FILE)
    return path.with_name(path.name + ".next")


def fingerprint(master: bytes) -> str:
    """Tells two master keys apart and reveals neither."""
    return hmac.digest(master, b"kedang master key fingerprint v1", "sha256")[:8].hex()


def wrapping_key(master: bytes, size: int) -> bytes:
    return HKDFExpand(SHA256(), size, b"kedang master key wraps store keys v1").derive(master)


def decode(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise MasterKeyProblem(
            _("主密钥格式不对（%(source)s）：应为 32 字节的 base64。") % {"source": source},
            remedy=_("请用 openssl rand -base64 32 生成，或恢复原来的主密钥。"),
        )
    return key


def sync_folder(folder: Path) -> None:
    """A rename or a new file is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _printed(command: str) -> str:
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise MasterKeyProblem(
            _("取主密钥的命令失败：%(error)s") % {"error": error},
            remedy=_("请检查 KEDANG_MASTER_KEY_COMMAND。"),
        ) from error
    return done.stdout
