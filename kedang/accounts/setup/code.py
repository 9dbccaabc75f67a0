"""The set-up code: proves that who founds the organisation can read the server's data folder."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from kedang.accounts import lockout
from kedang.accounts.profiles import MLPS3

SETUP_CODE_FILE = "setup.code"
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing one mistakes for another when reading it aloud


def setup_code() -> str:
    """The code, made when absent; `kedang serve` prints it for a visitor from another machine."""
    path = _path()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3)))
    except FileExistsError:
        pass
    return path.read_text()


def is_right_code(typed: str) -> bool:
    """Whether `typed` is the code; locked for a while after too many wrong ones."""
    if lockout.is_locked("set-up code"):
        return False
    if hmac.compare_digest(_plain(typed).encode(), _plain(setup_code()).encode()):
        return True
    lockout.note_failure("set-up code", MLPS3)
    return False


def discard_code() -> None:
    _path().unlink(missing_ok=True)


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())


def _path() -> Path:
    return Path(settings.DATA) / SETUP_CODE_FILE
