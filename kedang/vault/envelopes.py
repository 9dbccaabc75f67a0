"""Short values sealed one by one: version, algorithm, key id, nonce, ciphertext and tag."""

import os
from collections.abc import Iterable, Sequence
from io import BytesIO

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.vault import keyring
from kedang.vault.ciphers import NONCE, TAG, by_name
from kedang.vault.errors import KeyMissing, Tampered
from kedang.vault.keyring import Name, OpenKey, ring
from kedang.vault.keys import make_keys

HEADER = 10
_SHORTEST = HEADER + NONCE + TAG
# These keys are made on purpose with their owner; any other (`audit`, `run`, …) at its first use.
MADE_WITH_OWNER = frozenset({"profile", "records", "document"})

Plain = tuple[str, str, bytes, bytes]
Sealed = tuple[bytes, str, str, bytes]


def seal(owner: str, purpose: str, plaintext: bytes, *, aad: bytes = b"") -> bytes:
    """Encrypt under the owner's key; `aad` must be given again to unseal. Raises KeyMissing."""
    return _seal(key_for(owner, purpose), plaintext, aad, os.urandom(NONCE))


def seal_many(values: Iterable[Plain]) -> list[bytes]:
    """`(owner, purpose, plaintext, aad)` each; keys are fetched together."""
    values = list(values)
    keys = _at_need({(owner, purpose) for owner, purpose, _plaintext, _aad in values})
    drawn = BytesIO(os.urandom(NONCE * len(values)))
    return [
        _seal(keys[owner, purpose], plaintext, aad, drawn.read(NONCE))
        for owner, purpose, plaintext, aad in values
    ]


def unseal(sealed: bytes, *, owner: str, purpose: str, aad: bytes = b"") -> bytes:
    """Raises KeyMissing (destroyed) and Tampered (changed, or sealed for somebody else)."""
    return _unseal(bytes(sealed), keyring.with_id(key_id(sealed)), owner, purpose, aad)


def unseal_many(values: Iterable[Sealed]) -> list[bytes | None]:
    """`(sealed, owner, purpose, aad)` each; None where the key was destroyed."""
    values = list(values)
    ids = [key_id(sealed) for sealed, *_rest in values]
    keys = keyring.with_ids(set(ids))
    return [
        _unseal(bytes(sealed), keys[number], owner, purpose, aad) if number in keys else None
        for number, (sealed, owner, purpose, aad) in zip(ids, values, strict=True)
    ]


def key_for(owner: str, purpose: str) -> OpenKey:
    return ring.find((owner, purpose)) or _at_need([(owner, purpose)])[owner, purpose]


def key_id(sealed: bytes) -> int:
    """Which key an envelope was sealed with."""
    if len(sealed) < _SHORTEST or sealed[0] != keyring.VERSION:
        raise _tampered()
    return int.from_bytes(sealed[2:HEADER], "big", signed=True)


def _seal(key: OpenKey, plaintext: bytes, aad: bytes, nonce: bytes) -> bytes:
    return key.header + nonce + key.aead.encrypt(nonce, plaintext, key.context + aad)


def _unseal(sealed: bytes, key: OpenKey, owner: str, purpose: str, aad: bytes) -> bytes:
    if sealed[:HEADER] != key.header or (key.owner, key.purpose) != (owner, purpose):
        raise _tampered()
    nonce = sealed[HEADER : HEADER + NONCE]
    try:
        return key.aead.decrypt(nonce, sealed[HEADER + NONCE :], key.context + aad)
    except InvalidTag:
        raise _tampered() from None


def _at_need(names: Sequence[Name] | set[Name]) -> dict[Name, OpenKey]:
    keys = keyring.all_named(names)
    absent = [name for name in names if name not in keys]
    if not absent:
        return keys
    for owner, purpose in absent:
        if purpose in MADE_WITH_OWNER:
            raise KeyMissing(
                _("没有这把密钥：内容从未加密，或密钥已销毁，无法再读。"), value=f"{owner} {purpose}"
            )
    make_keys([(*name, None) for name in absent], by_name(settings.CIPHER))
    return keys | keyring.all_named(absent)


def _tampered() -> Tampered:
    return Tampered(
        _("加密的字段已损坏或被改动，未予打开。"), remedy=_("请从备份恢复该记录，并告知安全管理员。")
    )
