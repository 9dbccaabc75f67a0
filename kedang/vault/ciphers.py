"""The two ciphers one may choose: AES-256-GCM (NIST SP 800-38D) and SM4-GCM (GB/T 32907, RFC 8998)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.utils.translation import gettext_lazy as _

from kedang.vault.errors import Tampered

NONCE = 12
TAG = 16


class Aead(Protocol):
    """Authenticated encryption with one key. `decrypt` raises `InvalidTag`."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Algorithm:
    """`code` is stored in every header; `name` is the settings' and the IANA registry's word for it."""

    code: int
    name: str
    iana: str
    key_size: int
    make: Callable[[bytes], Aead]


class Sm4Gcm:
    """`cryptography` has no ready AEAD for SM4; the tag follows the ciphertext as in RFC 5116."""

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        encryptor = Cipher(self._key, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        if len(data) < TAG:
            raise InvalidTag
        body, tag = data[:-TAG], data[-TAG:]
        decryptor = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(body) + decryptor.finalize()


AES_256_GCM = Algorithm(1, "AES-256-GCM", "AEAD_AES_256_GCM", 32, AESGCM)
SM4_GCM = Algorithm(2, "SM4-GCM", "AEAD_SM4_GCM", 16, Sm4Gcm)
ALGORITHMS = {algorithm.code: algorithm for algorithm in (AES_256_GCM, SM4_GCM)}


def by_name(name: str) -> Algorithm:
    for algorithm in ALGORITHMS.values():
        if algorithm.name == name:
            return algorithm
    raise ValueError(f"unknown cipher {name!r}: use {' or '.join(a.name for a in ALGORITHMS.values())}")


def by_code(code: int) -> Algorithm:
    try:
        return ALGORITHMS[code]
    except KeyError:
        raise Tampered(_("加密内容的算法标识无法识别。"), value=str(code)) from None
