from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kedang import vault
from kedang.core.clock import frozen, now
from kedang.vault import keyring
from kedang.vault.errors import KeyMissing, Tampered
from kedang.vault.models import KEYS, Key


def test_a_documents_key_is_wrapped_under_its_customers_records_key() -> None:
    vault.keys.create_keys([("document:5", "document", "customer:1"), ("customer:1", "records", None)])
    document = Key.objects.get(owner="document:5")
    assert document.parent == Key.objects.get(owner="customer:1", purpose="records")
    assert document.store_key is None


def test_a_documents_key_needs_its_customers() -> None:
    with pytest.raises(KeyMissing):
        vault.keys.create_keys([("document:5", "document", "customer:1")])


def test_creating_a_key_twice_keeps_the_first() -> None:
    vault.keys.create_keys([("customer:1", "profile", None)])
    sealed = vault.seal("customer:1", "profile", b"text")
    vault.forget()
    vault.keys.create_keys([("customer:1", "profile", None)])
    again = vault.seal("customer:1", "profile", b"more")
    vault.forget()
    assert vault.unseal(sealed, owner="customer:1", purpose="profile") == b"text"
    assert vault.unseal(again, owner="customer:1", purpose="profile") == b"more"


def test_creating_again_makes_an_old_key_young_so_that_no_sweep_takes_it() -> None:
    with frozen(now() - timedelta(days=3)):
        vault.keys.create_keys([("customer:1", "profile", None)])
    vault.keys.create_keys([("customer:1", "profile", None)])
    assert now() - Key.objects.get().touched_at < timedelta(minutes=1)


def test_many_keys_are_made_with_few_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    vault.check()
    wanted = [(f"customer:{n}", purpose, None) for n in range(1000) for purpose in ("profile", "records")]
    with django_assert_max_num_queries(8, using=KEYS):
        vault.keys.create_keys(wanted)
    assert Key.objects.count() == 2000


def test_two_keys_exchanged_in_the_key_store_are_noticed() -> None:
    vault.keys.create_keys([("customer:1", "profile", None), ("customer:2", "profile", None)])
    one, two = Key.objects.order_by("owner")
    Key.objects.filter(pk=one.pk).update(wrapped=two.wrapped)
    vault.forget()
    with pytest.raises(Tampered):
        keyring.named("customer:1", "profile")


def test_a_document_that_changes_hands_is_wrapped_under_the_new_customer() -> None:
    vault.keys.create_keys([("customer:1", "records", None), ("customer:2", "records", None)])
    vault.keys.create_keys([("document:5", "document", "customer:1"), ("document:6", "document", None)])
    sealed = vault.seal("document:5", "document", b"five"), vault.seal("document:6", "document", b"six")
    for owner in ("document:5", "document:6"):
        vault.keys.reparent(owner, "document", "customer:2")
    vault.destroy("customer:1")
    vault.forget()
    assert vault.unseal(sealed[0], owner="document:5", purpose="document") == b"five"
    assert vault.unseal(sealed[1], owner="document:6", purpose="document") == b"six"


def test_the_memory_of_keys_is_bounded_and_forgets_the_least_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "MOST", 3)
    vault.keys.create_keys([(f"customer:{n}", "profile", None) for n in range(5)])
    held = [n for n in range(5) if keyring.ring.find((f"customer:{n}", "profile"))]
    assert held == [2, 3, 4]


def test_a_key_is_forgotten_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "SECONDS", -1)
    vault.keys.create_keys([("customer:1", "profile", None)])
    assert keyring.ring.find(("customer:1", "profile")) is None
    assert keyring.named("customer:1", "profile").owner == "customer:1"


@pytest.mark.django_db(transaction=True)
def test_keys_survive_the_rollback_of_the_callers_transaction() -> None:
    with transaction.atomic():
        vault.keys.create_keys([("customer:1", "profile", None)])
        transaction.set_rollback(True)
    assert Key.objects.filter(owner="customer:1").exists()
