from pathlib import Path

import pytest

from kedang import vault
from kedang.vault import rotation, storekeys
from kedang.vault.models import Key, StoreKey


def test_rotating_the_store_key_rewraps_all_and_destroys_the_old_one(own_places: Path) -> None:
    vault.keys.create_keys([(f"customer:{n}", "records", None) for n in range(7)])
    vault.keys.create_keys([("document:1", "document", "customer:1")])
    sealed = vault.seal("document:1", "document", b"text")
    stored = vault.blobs.write("document:1", "document", [b"content"])
    old = StoreKey.objects.get()
    content = {path: path.read_bytes() for path in (own_places / "blobs").rglob("*") if path.is_file()}
    rewrapped = vault.rotate_store_key()
    assert rewrapped == 8  # seven customers and the content hash; a document hangs on its customer
    assert StoreKey.objects.exclude(pk=old.pk).count() == StoreKey.objects.count() == 1
    vault.forget()
    assert vault.unseal(sealed, owner="document:1", purpose="document") == b"text"
    with vault.blobs.open(stored.blob_id, "document:1", "document") as reader:
        assert reader.read() == b"content"
    assert {path: path.read_bytes() for path in content} == content


def test_keys_made_after_a_rotation_are_under_the_new_store_key() -> None:
    vault.keys.create_keys([("customer:1", "profile", None)])
    vault.rotate_store_key()
    vault.keys.create_keys([("customer:2", "profile", None)])
    assert Key.objects.get(owner="customer:2").store_key == StoreKey.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_process_that_did_not_notice_the_rotation_still_makes_good_keys() -> None:
    vault.keys.create_keys([("customer:1", "profile", None)])
    unaware = dict(storekeys._open)
    vault.rotate_store_key()
    storekeys._open.clear()
    storekeys._open.update(unaware)
    vault.keys.create_keys([("customer:2", "profile", None)])
    assert Key.objects.get(owner="customer:2").store_key == StoreKey.objects.get()


def test_resuming_finds_nothing_to_do_when_no_rotation_was_cut() -> None:
    vault.keys.create_keys([("customer:1", "profile", None)])
    assert rotation.resume_rotation() == 0
