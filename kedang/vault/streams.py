"""Long content in chunks: constant memory, seekable, every byte authenticated.

The format is https://c2sp.org/chunked-encryption v1 with HKDF-SHA-512; the chunk size is a parameter
(16 KiB is the published value, checked against its vectors; blobs use 64 KiB).
"""

import hmac
import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.utils.translation import gettext_lazy as _

from kedang.vault.ciphers import NONCE, TAG, Aead, Algorithm
from kedang.vault.errors import Tampered

SALT = 24
COMMITMENT = 32
PREFIX = SALT + COMMITMENT
MOST_CHUNKS = 2**38


class ChunkCipher:
    """The key schedule of one message. `context` is bound to it and must be given again for reading."""

    def __init__(self, algorithm: Algorithm, key: bytes, salt: bytes, context: bytes) -> None:
        if len(key) != algorithm.key_size:
            raise ValueError(f"{algorithm.name} takes a key of {algorithm.key_size} bytes, not {len(key)}")
        info = b"c2sp.org/chunked-encryption@v1+" + algorithm.iana.encode() + b"\0" + salt + context
        size = algorithm.key_size
        material = HKDFExpand(SHA512(), size + NONCE + COMMITMENT, info).derive(key)
        self._aead: Aead = algorithm.make(material[:size])
        self._base = int.from_bytes(material[size : size + NONCE], "big")
        self.prefix = salt + material[size + NONCE :]

    def encrypt(self, number: int, chunk: bytes) -> bytes:
        return self._aead.encrypt(self._nonce(number), chunk, None)

    def decrypt(self, number: int, sealed: bytes) -> bytes:
        try:
            return self._aead.decrypt(self._nonce(number), sealed, None)
        except InvalidTag:
            raise tampered() from None

    def _nonce(self, number: int) -> bytes:
        if number >= MOST_CHUNKS:
            raise OverflowError("a message ends at 2**38 chunks")
        return (self._base ^ number).to_bytes(NONCE, "big")


def encrypt(
    algorithm: Algorithm, key: bytes, context: bytes, content: Iterable[bytes], chunk_size: int
) -> Iterator[bytes]:
    """The message in pieces: prefix, then sealed chunks; the last is always shorter than the others."""
    cipher = ChunkCipher(algorithm, key, os.urandom(SALT), context)
    yield cipher.prefix
    for number, chunk in enumerate(_chunks(content, chunk_size)):
        yield cipher.encrypt(number, chunk)


def opened(algorithm: Algorithm, key: bytes, context: bytes, prefix: bytes) -> ChunkCipher:
    """The cipher for reading, after the commitment has been checked."""
    if len(prefix) != PREFIX:
        raise tampered()
    cipher = ChunkCipher(algorithm, key, prefix[:SALT], context)
    if not hmac.compare_digest(cipher.prefix, prefix):
        raise tampered()
    return cipher


def plain_size(sealed_size: int, chunk_size: int) -> int:
    """Length of the content in `sealed_size` bytes of chunks; lengths no message can have are refused."""
    whole, rest = divmod(sealed_size, chunk_size + TAG)
    if rest < TAG:
        raise tampered()
    return whole * chunk_size + rest - TAG


def _chunks(content: Iterable[bytes], size: int) -> Iterator[bytes]:
    """`content` cut anew: pieces of `size`, and a last one that is shorter and may be empty."""
    held = bytearray()
    for piece in content:
        view = memoryview(piece)
        if held:  # fill up what came before; long pieces are cut without copying them first
            missing = size - len(held)
            held += view[:missing]
            view = view[missing:]
            if len(held) < size:
                continue
            yield bytes(held)
            held.clear()
        while len(view) >= size:
            yield bytes(view[:size])
            view = view[size:]
        held += view
    yield bytes(held)


def tampered() -> Tampered:
    return Tampered(
        _("加密内容已损坏或被改动，未予打开。"), remedy=_("请从备份恢复该文件，并告知安全管理员。")
    )
