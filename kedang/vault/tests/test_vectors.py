"""Published test vectors (C2SP/wycheproof), read where they are laid out beside the checkout."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from kedang.vault import streams
from kedang.vault.ciphers import AES_256_GCM, SM4_GCM, TAG, Algorithm
from kedang.vault.errors import Tampered

_BESIDE = Path(__file__).parents[4] / "shared" / "material"
MATERIAL = Path(os.environ.get("KEDANG_MATERIAL", _BESIDE)) / "crypto"
PUBLISHED_CHUNK = 16 * 1024

pytestmark = pytest.mark.skipif(not MATERIAL.is_dir(), reason="public test vectors are not laid out")


def cases(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for group in json.loads((MATERIAL / name).read_text())["testGroups"]:
        for case in group["tests"]:
            yield group, case


@pytest.mark.parametrize(
    ("file", "algorithm", "expected"),
    [("aes_gcm_test.json", AES_256_GCM, 66), ("sm4_gcm_test.json", SM4_GCM, 65)],
)
def test_every_aead_vector_with_our_sizes(file: str, algorithm: Algorithm, expected: int) -> None:
    tried = 0
    for group, case in cases(file):
        sizes = (group["keySize"], group["ivSize"], group["tagSize"])
        if sizes != (algorithm.key_size * 8, 96, 128):
            continue
        tried += 1
        key, nonce, aad, text, sealed, tag = (
            bytes.fromhex(case[name]) for name in ("key", "iv", "aad", "msg", "ct", "tag")
        )
        aead = algorithm.make(key)
        if case["result"] == "valid":
            assert aead.encrypt(nonce, text, aad) == sealed + tag, case["tcId"]
            assert aead.decrypt(nonce, sealed + tag, aad) == text, case["tcId"]
        else:
            with pytest.raises(InvalidTag):
                aead.decrypt(nonce, sealed + tag, aad)
    assert tried == expected


def test_every_vector_of_chunked_encryption() -> None:
    tried = 0
    for _group, case in cases("c2sp_chunked_encryption_aes_256_gcm_test.json"):
        tried += 1
        key, context = bytes.fromhex(case["key"]), bytes.fromhex(case["ctx"])
        sealed = zlib.decompress(bytes.fromhex(case["ct"]))
        if case["result"] == "valid":
            content = read(key, context, sealed)
            assert (len(content), hashlib.sha512(content).hexdigest()) == (
                case["msgLength"],
                case["msgSha512"],
            )
        else:
            with pytest.raises((Tampered, ValueError)):
                read(key, context, sealed)
    assert tried == 35


@pytest.mark.parametrize("size", [0, 7, PUBLISHED_CHUNK, PUBLISHED_CHUNK * 2 + 5])
def test_what_we_write_in_the_published_format_reads_back(size: int) -> None:
    key, content = os.urandom(32), os.urandom(size)
    sealed = b"".join(streams.encrypt(AES_256_GCM, key, b"context", [content], PUBLISHED_CHUNK))
    assert read(key, b"context", sealed) == content


def read(key: bytes, context: bytes, sealed: bytes) -> bytes:
    cipher = streams.opened(AES_256_GCM, key, context, sealed[: streams.PREFIX])
    body, step = sealed[streams.PREFIX :], PUBLISHED_CHUNK + TAG
    size = streams.plain_size(len(body), PUBLISHED_CHUNK)
    chunks = size // PUBLISHED_CHUNK + 1
    return b"".join(
        cipher.decrypt(number, body[number * step : (number + 1) * step]) for number in range(chunks)
    )
