import base64
import os
import stat
from pathlib import Path

import pytest
from pytest_django import Settings

from kedang import vault
from kedang.vault.errors import MasterKeyProblem
from kedang.vault.models import StoreKey

KEY = base64.b64encode(bytes(range(32))).decode()


def seal() -> bytes:
    vault.keys.create_keys([("customer:1", "profile", None)])
    return vault.seal("customer:1", "profile", b"text")


def unseal(sealed: bytes) -> bytes:
    vault.forget()
    return vault.unseal(sealed, owner="customer:1", purpose="profile")


def test_the_first_use_makes_a_file_only_its_owner_can_read(settings: Settings) -> None:
    sealed = seal()
    path = Path(settings.MASTER_KEY_FILE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(path.read_text())) == 32
    assert unseal(sealed) == b"text"


def test_another_master_key_is_refused_with_a_plain_word(settings: Settings) -> None:
    seal()
    Path(settings.MASTER_KEY_FILE).write_text(KEY)
    with pytest.raises(MasterKeyProblem, match="主密钥不对"):
        vault.check()


def test_a_lost_master_key_is_not_replaced_by_a_new_one(settings: Settings) -> None:
    seal()
    Path(settings.MASTER_KEY_FILE).unlink()
    with pytest.raises(MasterKeyProblem, match="找不到主密钥文件"):
        vault.check()
    assert not Path(settings.MASTER_KEY_FILE).exists()


def test_the_key_may_come_from_the_environment_and_then_no_file_is_made(settings: Settings) -> None:
    settings.MASTER_KEY = KEY
    assert unseal(seal()) == b"text"
    assert not Path(settings.MASTER_KEY_FILE).exists()


def test_the_key_may_come_from_a_command(settings: Settings) -> None:
    settings.MASTER_KEY_COMMAND = f"printf %s {KEY}"
    sealed = seal()
    settings.MASTER_KEY_COMMAND = ""
    settings.MASTER_KEY = KEY
    assert unseal(sealed) == b"text"


@pytest.mark.parametrize("command", ["false", "no-such-program-here"])
def test_a_command_that_fails_says_so(settings: Settings, command: str) -> None:
    settings.MASTER_KEY_COMMAND = command
    with pytest.raises(MasterKeyProblem, match="命令失败"):
        vault.check()


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(bytes(16)).decode(), "密钥"])
def test_a_malformed_key_says_so(settings: Settings, text: str) -> None:
    Path(settings.MASTER_KEY_FILE).write_text(text)
    with pytest.raises(MasterKeyProblem, match="格式不对"):
        vault.check()


def test_rotating_the_master_key_replaces_the_file_and_keeps_every_content(settings: Settings) -> None:
    sealed = seal()
    path = Path(settings.MASTER_KEY_FILE)
    before = path.read_text()
    vault.rotate_master(os.urandom(32))
    assert path.read_text() != before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.with_name("master.key.next").exists()
    assert unseal(sealed) == b"text"
    path.write_text(before)
    with pytest.raises(MasterKeyProblem):
        vault.check()


def test_a_key_from_the_environment_is_replaced_there_by_its_keeper(settings: Settings) -> None:
    settings.MASTER_KEY = KEY
    sealed = seal()
    new = bytes(reversed(range(32)))
    vault.rotate_master(new)
    with pytest.raises(MasterKeyProblem):
        vault.check()
    settings.MASTER_KEY = base64.b64encode(new).decode()
    assert unseal(sealed) == b"text"


def test_the_master_key_is_in_no_database_in_no_form(settings: Settings) -> None:
    seal()
    master = base64.b64decode(Path(settings.MASTER_KEY_FILE).read_text())
    row = StoreKey.objects.get()
    assert master not in bytes(row.wrapped)
    assert row.master not in master.hex()
