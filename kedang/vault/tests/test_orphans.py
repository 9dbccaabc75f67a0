from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from kedang import vault
from kedang.core.clock import frozen, now
from kedang.vault import orphans
from kedang.vault.models import Destruction, Key


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Which customers and blobs have records in this test."""
    there: set[str] = set()

    def exists(ids: Collection[str]) -> set[str]:
        return there & set(ids)

    monkeypatch.setattr(orphans, "_owners", {})
    monkeypatch.setattr(orphans, "_blobs", [])
    vault.claim_owners("customer", exists)
    vault.claim_owners("document", exists)
    vault.claim_blobs(exists)
    return there


def tomorrow() -> orphans.Swept:
    with frozen(now() + timedelta(hours=25)):
        return vault.sweep_orphans()


def test_an_orphan_goes_after_a_day_and_not_before(only_these: set[str]) -> None:
    only_these.add("1")
    vault.keys.create_keys([("customer:1", "profile", None), ("customer:2", "profile", None)])
    assert vault.sweep_orphans().keys == 0
    assert tomorrow().keys == 1
    assert list(Key.objects.values_list("owner", flat=True)) == ["customer:1"]


def test_owners_nobody_speaks_for_are_left_alone() -> None:
    vault.mac("index", b"")
    vault.seal("audit:2026-11", "audit", b"x")
    assert tomorrow().keys == 0
    assert Key.objects.count() == 2


def test_a_blob_without_a_record_goes_after_a_day(only_these: set[str], own_places: Path) -> None:
    vault.keys.create_keys([("document:1", "document", None)])
    kept, _stray = (vault.blobs.write("document:1", "document", [text]) for text in (b"kept", b"stray"))
    only_these |= {kept.blob_id, "1"}
    assert vault.sweep_orphans().blobs == 0
    assert tomorrow().blobs == 1
    names = [path.name for path in (own_places / "blobs").rglob("*") if path.is_file()]
    assert names == [kept.blob_id]


def test_nothing_is_swept_while_no_room_speaks_for_blobs(
    monkeypatch: pytest.MonkeyPatch, own_places: Path
) -> None:
    monkeypatch.setattr(orphans, "_blobs", [])
    vault.keys.create_keys([("document:1", "document", None)])
    vault.blobs.write("document:1", "document", [b"text"])
    assert tomorrow().blobs == 0


def test_the_blobs_of_a_room_that_claims_nothing_are_left_alone() -> None:
    vault.blobs.write("import:1", "import", [b"a room forgot to speak"])
    assert tomorrow().blobs == 0


def test_a_blob_whose_key_was_destroyed_is_nobodys() -> None:
    vault.blobs.write("import:1", "import", [b"text"])
    vault.destroy("import:1")
    assert tomorrow().blobs == 1


def test_many_orphans_are_swept_in_batches(monkeypatch: pytest.MonkeyPatch, only_these: set[str]) -> None:
    monkeypatch.setattr(orphans, "_BATCH", 3)
    vault.keys.create_keys([(f"customer:{n}", "profile", None) for n in range(10)])
    only_these |= {"0", "5"}
    assert tomorrow().keys == 8


def test_destruction_is_registered_for_ever_with_its_three_steps() -> None:
    vault.keys.create_keys([("customer:1", "records", None), ("customer:1", "profile", None)])
    vault.keys.create_keys([("document:1", "document", "customer:1")])
    vault.destroy("customer:1")
    entry = Destruction.objects.get()
    assert entry.keys == 3
    assert entry.deleted_at is not None
    assert entry.confirmed_at is not None
    assert entry.intended_at <= entry.deleted_at <= entry.confirmed_at
    assert not Key.objects.exists()


def test_destroying_again_changes_nothing() -> None:
    vault.keys.create_keys([("customer:1", "profile", None)])
    vault.destroy("customer:1")
    vault.destroy("customer:1")
    assert Destruction.objects.get().keys == 1
    assert vault.resume_destructions() == 0
