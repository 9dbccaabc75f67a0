import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings

from kedang import vault
from kedang.vault import blobs
from kedang.vault.blobs import CHUNK_BITS, Stored
from kedang.vault.errors import BlobMissing, KeyMissing, Tampered

CHUNK = 1 << CHUNK_BITS
OWNER = ("document:1", "document")


@pytest.fixture(autouse=True)
def _document(own_places: object) -> None:
    vault.keys.create_keys([("customer:1", "records", None), ("document:1", "document", "customer:1")])


def pattern(size: int) -> bytes:
    return hashlib.shake_128(str(size).encode()).digest(size)


def store(content: bytes) -> Stored:
    return blobs.write(*OWNER, [content])


def path_of(stored: Stored, root: Path) -> Path:
    (found,) = (root / "blobs").glob(f"*/*/{stored.blob_id}")
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_content_of_any_length_comes_back_whole(size: int) -> None:
    content = pattern(size)
    stored = store(content)
    vault.forget()
    with blobs.open(stored.blob_id, *OWNER) as reader:
        assert reader.size == stored.size == size
        assert reader.read() == content


def test_hashes_are_those_of_the_content_however_it_was_cut() -> None:
    content = pattern(200_000)
    whole = store(content)
    cut = blobs.write(*OWNER, (content[start : start + 777] for start in range(0, len(content), 777)))
    assert whole.sha256 == cut.sha256 == hashlib.sha256(content).digest()
    assert whole.content_mac == cut.content_mac == vault.mac("content", content)
    assert whole.content_mac != whole.sha256
    assert whole.blob_id != cut.blob_id


@given(data=st.data())
@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_seeking_reads_what_a_plain_file_would(data: st.DataObject) -> None:
    content = pattern(data.draw(st.integers(0, 3 * CHUNK)))
    plain = io.BytesIO(content)
    with blobs.open(store(content).blob_id, *OWNER) as reader:
        for _ in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(content) + 10))
            length = data.draw(st.integers(0, len(content) + 10))
            assert reader.seek(place) == plain.seek(place)
            assert reader.read(length) == plain.read(length)
            assert reader.tell() == plain.tell()


def test_seeking_from_the_end_and_from_here() -> None:
    with blobs.open(store(b"0123456789").blob_id, *OWNER) as reader:
        reader.seek(-3, io.SEEK_END)
        assert reader.read(1) == b"7"
        reader.seek(-2, io.SEEK_CUR)
        assert reader.read() == b"6789"
        with pytest.raises(ValueError, match="negative"):
            reader.seek(-1)


def test_a_range_comes_in_pieces() -> None:
    content = pattern(2 * CHUNK + 50)
    with blobs.open(store(content).blob_id, *OWNER) as reader:
        pieces = list(reader.iter_range(10, 2 * CHUNK + 20))
    assert b"".join(pieces) == content[10 : 2 * CHUNK + 20]
    assert max(map(len, pieces)) <= CHUNK


def test_nothing_of_the_content_is_readable_on_the_disk(own_places: Path) -> None:
    stored = store("ABC公司与我方的年度合同".encode() * 100)
    assert "合同".encode() not in path_of(stored, own_places).read_bytes()


def test_a_flipped_byte_anywhere_is_noticed(own_places: Path) -> None:
    stored = store(pattern(CHUNK + 100))
    path = path_of(stored, own_places)
    sealed = path.read_bytes()
    for place in [*range(80), CHUNK // 2, CHUNK + 90, CHUNK + 120, len(sealed) - 1]:
        path.write_bytes(sealed[:place] + bytes([sealed[place] ^ 0x80]) + sealed[place + 1 :])
        with pytest.raises((Tampered, KeyMissing)):
            blobs.open(stored.blob_id, *OWNER).read()


def test_a_cut_at_any_place_is_noticed_before_the_first_byte_is_read(own_places: Path) -> None:
    stored = store(pattern(2 * CHUNK))
    path = path_of(stored, own_places)
    sealed = path.read_bytes()
    body = len(sealed) - 16
    for length in [0, 5, 14, 50, 70, 80, body - CHUNK - 16, body - CHUNK, body - 1, body, len(sealed) - 1]:
        path.write_bytes(sealed[:length])
        with pytest.raises(Tampered):
            blobs.open(stored.blob_id, *OWNER)


def test_exchanged_chunks_and_exchanged_blobs_are_noticed(own_places: Path) -> None:
    one, two = store(pattern(3 * CHUNK)), store(pattern(3 * CHUNK + 1))
    path, other = path_of(one, own_places), path_of(two, own_places)
    sealed, step, start = path.read_bytes(), CHUNK + 16, 14 + 56
    first, second = sealed[start : start + step], sealed[start + step : start + 2 * step]
    path.write_bytes(sealed[:start] + second + first + sealed[start + 2 * step :])
    with pytest.raises(Tampered):
        blobs.open(one.blob_id, *OWNER).read()
    path.write_bytes(other.read_bytes())
    with pytest.raises(Tampered):
        blobs.open(one.blob_id, *OWNER)


def test_a_blob_opens_for_its_owner_only() -> None:
    vault.keys.create_keys([("document:2", "document", "customer:1")])
    with pytest.raises(Tampered):
        blobs.open(store(b"text").blob_id, "document:2", "document")


def test_a_blob_of_a_destroyed_customer_cannot_be_opened() -> None:
    stored = store(b"text")
    vault.destroy("customer:1")
    with pytest.raises(KeyMissing):
        blobs.open(stored.blob_id, *OWNER)


def test_a_missing_blob_says_so_and_a_deleted_one_is_missing() -> None:
    stored = store(b"text")
    blobs.delete(stored.blob_id)
    with pytest.raises(BlobMissing):
        blobs.open(stored.blob_id, *OWNER)
    blobs.delete(stored.blob_id)


def test_a_source_that_fails_leaves_nothing_behind(own_places: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield pattern(100_000)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        blobs.write(*OWNER, broken())
    assert [path for path in (own_places / "blobs").rglob("*") if path.is_file()] == []


def test_memory_does_not_grow_with_the_content() -> None:
    def long(pieces: int) -> Iterator[bytes]:
        for _ in range(pieces):
            yield bytes(CHUNK)

    tracemalloc.start()
    stored = blobs.write(*OWNER, long(320))
    with blobs.open(stored.blob_id, *OWNER) as reader:
        total = sum(len(piece) for piece in reader.iter_range(0, reader.size))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 320 * CHUNK
    assert peak < 2**20


def test_sm4_blobs(settings: Settings) -> None:
    settings.CIPHER = "SM4-GCM"
    vault.keys.create_keys([("document:3", "document", "customer:1")])
    stored = blobs.write("document:3", "document", [pattern(CHUNK + 5)])
    assert stored.alg == "SM4-GCM"
    with blobs.open(stored.blob_id, "document:3", "document") as reader:
        assert reader.read() == pattern(CHUNK + 5)
