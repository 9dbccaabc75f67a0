"""Unwrapped keys in memory: found by id or by owner and purpose, forgotten after a minute."""

import struct
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from time import monotonic
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from kedang.vault import storekeys
from kedang.vault.ciphers import Aead, Algorithm, by_code
from kedang.vault.errors import KeyMissing
from kedang.vault.models import Key
from kedang.vault.wrapping import framed, unwrap, wrap_with

SECONDS = 60  # how long a key destroyed by another process may still be in this one's memory
MOST = 8192
_BATCH = 500
_HEADER = struct.Struct(">BBq")
VERSION = 1

Name = tuple[str, str]
Item = TypeVar("Item")


@dataclass(frozen=True)
class OpenKey:
    """An unwrapped key."""

    id: int
    owner: str
    purpose: str
    algorithm: Algorithm
    secret: bytes

    @cached_property
    def aead(self) -> Aead:
        return self.algorithm.make(self.secret)

    @cached_property
    def header(self) -> bytes:
        """What every envelope under this key begins with."""
        return _HEADER.pack(VERSION, self.algorithm.code, self.id)

    @cached_property
    def context(self) -> bytes:
        """What every envelope under this key authenticates beside its text."""
        return b"kedang envelope\0" + self.header + framed(self.owner, self.purpose)

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        return wrap_with(self.aead, secret, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return unwrap(self.algorithm, self.secret, wrapped, context)


class Keyring:
    """A small least-recently-used cache; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._keys: OrderedDict[int, tuple[float, OpenKey]] = OrderedDict()
        self._ids: dict[Name, int] = {}

    def get(self, key_id: int) -> OpenKey | None:
        with self._lock:
            entry = self._keys.get(key_id)
            if entry is None:
                return None
            if entry[0] < monotonic():
                self._drop(key_id)
                return None
            self._keys.move_to_end(key_id)
            return entry[1]

    def find(self, name: Name) -> OpenKey | None:
        key_id = self._ids.get(name)
        return None if key_id is None else self.get(key_id)

    def put_all(self, keys: Iterable[OpenKey]) -> None:
        with self._lock:
            until = monotonic() + SECONDS
            for key in keys:
                self._keys[key.id] = (until, key)
                self._keys.move_to_end(key.id)
                self._ids[key.owner, key.purpose] = key.id
            while len(self._keys) > MOST:
                self._drop(next(iter(self._keys)))

    def discard(self, key_ids: Iterable[int]) -> None:
        with self._lock:
            for key_id in key_ids:
                self._drop(key_id)

    def clear(self) -> None:
        with self._lock:
            self._keys.clear()
            self._ids.clear()

    def _drop(self, key_id: int) -> None:
        entry = self._keys.pop(key_id, None)
        if entry is not None and self._ids.get((entry[1].owner, entry[1].purpose)) == key_id:
            del self._ids[entry[1].owner, entry[1].purpose]


ring = Keyring()


def named(owner: str, purpose: str) -> OpenKey:
    """The key of `owner` for `purpose`. Raises KeyMissing."""
    key = ring.find((owner, purpose)) or all_named([(owner, purpose)]).get((owner, purpose))
    if key is None:
        raise _missing(f"{owner} {purpose}")
    return key


def all_named(names: Collection[Name]) -> dict[Name, OpenKey]:
    """The keys that exist among `names`, with one query for all that are not in memory."""
    found = {name: key for name in names if (key := ring.find(name))}
    absent = set(names) - found.keys()
    for batch in _batches(sorted(absent)):
        rows = Key.objects.filter(
            owner__in={owner for owner, _purpose in batch}, purpose__in={purpose for _owner, purpose in batch}
        )
        opened = open_rows([row for row in rows if (row.owner, row.purpose) in absent])
        found |= {(key.owner, key.purpose): key for key in opened}
    return found


def with_id(key_id: int) -> OpenKey:
    """Raises KeyMissing: the key was destroyed."""
    key = ring.get(key_id) or with_ids([key_id]).get(key_id)
    if key is None:
        raise _missing(str(key_id))
    return key


def with_ids(key_ids: Collection[int]) -> dict[int, OpenKey]:
    """The keys that exist among `key_ids`, with one query for all that are not in memory."""
    found = {key_id: key for key_id in key_ids if (key := ring.get(key_id))}
    for batch in _batches(sorted(set(key_ids) - found.keys())):
        found |= {key.id: key for key in open_rows(list(Key.objects.filter(pk__in=batch)))}
    return found


def open_rows(rows: Collection[Key]) -> list[OpenKey]:
    """Unwrap `rows` and remember them."""
    parents = with_ids({row.parent_id for row in rows if row.parent_id})
    opened = []
    for row in rows:
        # A parent deleted between the two queries takes its children with it.
        if row.parent_id and row.parent_id not in parents:
            continue
        wrapper = parents[row.parent_id] if row.parent_id else storekeys.with_id(row.store_key_id)
        secret = wrapper.unwrap(bytes(row.wrapped), key_context(row.owner, row.purpose))
        opened.append(OpenKey(row.pk, row.owner, row.purpose, by_code(row.alg), secret))
    ring.put_all(opened)
    return opened


def key_context(owner: str, purpose: str) -> bytes:
    """Binds a wrapped key to its owner, so that rows cannot be exchanged in the key store."""
    return b"kedang key\0" + framed(owner, purpose)


def check() -> None:
    """Open the key store now. Raises MasterKeyProblem instead of failing at the first customer."""
    storekeys.forget()
    storekeys.active()


def forget() -> None:
    """Drop every key from memory."""
    from kedang.vault import macs

    ring.clear()
    storekeys.forget()
    macs.forget()


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _missing(what: str) -> KeyMissing:
    return KeyMissing(_("没有这把密钥：内容从未加密，或密钥已销毁，无法再读。"), value=what)
