"""The store keys, which wrap all others, and the master key, which wraps them."""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kedang.vault import master as masters
from kedang.vault.ciphers import Aead, Algorithm, by_code, by_name
from kedang.vault.errors import KeyMissing, MasterKeyProblem
from kedang.vault.models import KEYS, StoreKey
from kedang.vault.wrapping import unwrap, wrap, wrap_with

_CONTEXT = b"kedang store key\0"


@dataclass(frozen=True)
class OpenStoreKey:
    id: int
    algorithm: Algorithm
    secret: bytes

    @classmethod
    def opened(cls, row: StoreKey, master: bytes) -> "OpenStoreKey":
        algorithm = by_code(row.alg)
        wrapper = masters.wrapping_key(master, algorithm.key_size)
        return cls(row.pk, algorithm, unwrap(algorithm, wrapper, bytes(row.wrapped), _CONTEXT))

    @cached_property
    def aead(self) -> Aead:
        return self.algorithm.make(self.secret)

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        return wrap_with(self.aead, secret, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return unwrap(self.algorithm, self.secret, wrapped, context)


_lock = RLock()
_open: dict[int, OpenStoreKey] = {}


def active() -> OpenStoreKey:
    """The store key for new keys; made, with its master key, when the key store is empty."""
    with _lock:
        if not _open:
            _load()
        return _open[max(_open)]


def with_id(key_id: int | None) -> OpenStoreKey:
    with _lock:
        if key_id not in _open:
            _load()
        if key_id is None or key_id not in _open:
            raise KeyMissing(_("库密钥已销毁。"), value=str(key_id))
        return _open[key_id]


def create() -> OpenStoreKey:
    """A new store key under the master key; it becomes the active one."""
    algorithm = by_name(settings.CIPHER)
    secret = os.urandom(algorithm.key_size)
    with transaction.atomic(using=KEYS):
        # Locked, so that a rotation of the master key cannot pass between reading and writing.
        master = _master_for(list(StoreKey.objects.select_for_update()))
        row = StoreKey.objects.create(
            alg=algorithm.code,
            wrapped=seal_store_key(algorithm, master, secret),
            master=masters.fingerprint(master),
        )
    made = OpenStoreKey(row.pk, algorithm, secret)
    with _lock:
        _open[made.id] = made
    return made


def forget() -> None:
    with _lock:
        _open.clear()


def seal_store_key(algorithm: Algorithm, master: bytes, secret: bytes) -> bytes:
    return wrap(algorithm, masters.wrapping_key(master, algorithm.key_size), secret, _CONTEXT)


def current_master(rows: list[StoreKey]) -> bytes:
    """The master key that wraps `rows`. Raises MasterKeyProblem when it is not the configured one."""
    master = masters.load_master()
    expected = {row.master for row in rows}
    if master is not None and {masters.fingerprint(master)} == expected:
        return master
    return _finish_interrupted_rotation(expected) or _refuse(master)


def _load() -> None:
    rows = list(StoreKey.objects.all())
    if not rows:
        create()
        return
    master = current_master(rows)
    _open.clear()
    _open.update({row.pk: OpenStoreKey.opened(row, master) for row in rows})


def _master_for(rows: list[StoreKey]) -> bytes:
    if rows:
        return current_master(rows)
    if (master := masters.load_master()) is not None:
        return master
    with suppress(FileExistsError):  # another process was faster: its key counts
        masters.create_file(Path(settings.MASTER_KEY_FILE), masters.new_master())
    return masters.decode(Path(settings.MASTER_KEY_FILE).read_text(), str(settings.MASTER_KEY_FILE))


def _finish_interrupted_rotation(expected: set[str]) -> bytes | None:
    """A rotation was killed after the key store took the new key and before the file did."""
    waiting = masters.next_file()
    if not masters.is_kept_in_file() or not waiting.exists():
        return None
    master = masters.decode(waiting.read_text(), str(waiting))
    if {masters.fingerprint(master)} != expected:
        return None
    os.replace(waiting, settings.MASTER_KEY_FILE)
    masters.sync_folder(waiting.parent)
    return master


def _refuse(master: bytes | None) -> bytes:
    if master is None:
        raise MasterKeyProblem(
            _("找不到主密钥文件 %(path)s，而密钥库里已有密钥：没有原来的主密钥，任何内容都打不开。")
            % {"path": settings.MASTER_KEY_FILE},
            remedy=_("请恢复原来的主密钥文件，或设置 KEDANG_MASTER_KEY。"),
        )
    raise MasterKeyProblem(
        _("主密钥不对：它不是加密这个密钥库的那一把。"),
        remedy=_("请恢复原来的主密钥；若数据目录换过，请同时换回对应的密钥库。"),
    )
