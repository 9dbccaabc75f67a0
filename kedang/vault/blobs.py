"""Encrypted content of any length, immutable once written."""

import io
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from kedang.vault import envelopes, keyring, streams
from kedang.vault.ciphers import TAG, Algorithm, by_code
from kedang.vault.macs import RunningMac
from kedang.vault.storage import StoredBlob, storage
from kedang.vault.wrapping import framed

MAGIC = b"KDB1"
_HEADER = struct.Struct(">4sBBq")  # magic, algorithm, log2 of the chunk size, key id
CHUNK_BITS = 16
_START = _HEADER.size + streams.PREFIX


@dataclass(frozen=True, slots=True)
class Stored:
    """A blob on the disk. `content_mac` (keyed) finds duplicates; `sha256` is for the record itself."""

    blob_id: str
    size: int
    content_mac: bytes
    sha256: bytes
    alg: str
    key_id: int


def write(owner: str, purpose: str, chunks: Iterable[bytes]) -> Stored:
    """Encrypt `chunks` under the owner's key; back only when the bytes are safely on the disk."""
    key = envelopes.key_for(owner, purpose)
    blob_id = os.urandom(16).hex()
    header = _HEADER.pack(MAGIC, key.algorithm.code, CHUNK_BITS, key.id)
    measured = _Measured(chunks)
    sealed = streams.encrypt(
        key.algorithm, key.secret, _context(header, owner, purpose, blob_id), measured, 1 << CHUNK_BITS
    )
    storage().put(blob_id, chain([header], sealed))
    return Stored(
        blob_id, measured.size, measured.mac.digest(), measured.sha256.digest(), key.algorithm.name, key.id
    )


def open(blob_id: str, owner: str, purpose: str) -> "SeekableReader":
    """Raises KeyMissing, BlobMissing, and Tampered (also when the end is missing)."""
    blob = storage().open(blob_id)
    try:
        return _reader(blob, blob_id, owner, purpose)
    except BaseException:
        blob.close()
        raise


def delete(blob_id: str) -> None:
    """Only for scratch and swept orphans; disposal destroys the key first."""
    storage().delete(blob_id)


def key_id_of(blob_id: str) -> int:
    """Which key a blob was written with, by its header. Raises BlobMissing and Tampered."""
    blob = storage().open(blob_id)
    try:
        return _parsed(blob.read_at(0, _HEADER.size))[2]
    finally:
        blob.close()


class SeekableReader(io.RawIOBase):
    """The decrypted content as a file; only the chunks read are decrypted, one is kept."""

    def __init__(self, blob: StoredBlob, cipher: streams.ChunkCipher, chunk_size: int) -> None:
        self._blob, self._cipher, self._chunk_size = blob, cipher, chunk_size
        self.size = streams.plain_size(blob.size - _START, chunk_size)
        self._position = 0
        self._kept: tuple[int, bytes] = (-1, b"")
        # The last chunk proves that nothing was cut off.
        self._chunk(self.size // chunk_size)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # typeshed's Buffer has no slices
        view = memoryview(buffer).cast("B")
        done = 0
        for piece in self.iter_range(self._position, self._position + len(view)):
            view[done : done + len(piece)] = piece
            done += len(piece)
        self._position += done
        return done

    def iter_range(self, start: int, stop: int) -> Iterator[bytes]:
        """The content from `start` up to `stop` in pieces of at most a chunk."""
        stop = min(stop, self.size)
        while start < stop:
            number, offset = divmod(start, self._chunk_size)
            piece = self._chunk(number)[offset : offset + stop - start]
            yield piece
            start += len(piece)

    def close(self) -> None:
        if not self.closed:
            self._blob.close()
            self._kept = (-1, b"")
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._kept[0] != number:
            sealed_size = self._chunk_size + TAG
            sealed = self._blob.read_at(_START + number * sealed_size, sealed_size)
            self._kept = (number, self._cipher.decrypt(number, sealed))
        return self._kept[1]


class _Measured:
    """Counts and hashes what passes through, so that the content is read once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.size = 0
        self.sha256 = sha256()
        self.mac = RunningMac("content")

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            self.sha256.update(chunk)
            self.mac.update(chunk)
            yield chunk


def _reader(blob: StoredBlob, blob_id: str, owner: str, purpose: str) -> SeekableReader:
    header = blob.read_at(0, _HEADER.size)
    algorithm, chunk_size, key_id = _parsed(header)
    key = keyring.with_id(key_id)
    if key.algorithm != algorithm:
        raise streams.tampered()
    context = _context(header, owner, purpose, blob_id)
    prefix = blob.read_at(_HEADER.size, streams.PREFIX)
    return SeekableReader(blob, streams.opened(algorithm, key.secret, context, prefix), chunk_size)


def _parsed(header: bytes) -> tuple[Algorithm, int, int]:
    if len(header) != _HEADER.size:
        raise streams.tampered()
    magic, code, bits, key_id = _HEADER.unpack(header)
    if magic != MAGIC or not 10 <= bits <= 24:
        raise streams.tampered()
    return by_code(code), 1 << bits, key_id


def _context(header: bytes, owner: str, purpose: str, blob_id: str) -> bytes:
    return header + framed(owner, purpose, blob_id)
