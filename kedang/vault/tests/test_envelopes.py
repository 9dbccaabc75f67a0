import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from kedang import vault
from kedang.vault.envelopes import HEADER
from kedang.vault.errors import KeyMissing, Tampered
from kedang.vault.models import Key

A, B = "customer:1", "customer:2"


@pytest.fixture(autouse=True)
def _customers(own_places: object) -> None:
    vault.keys.create_keys([(A, "profile", None), (B, "profile", None)])


@given(text=st.binary(max_size=2000), aad=st.binary(max_size=50))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_sealed_comes_back(text: bytes, aad: bytes) -> None:
    sealed = vault.seal(A, "profile", text, aad=aad)
    assert vault.unseal(sealed, owner=A, purpose="profile", aad=aad) == text


def test_a_sealed_value_comes_back_after_the_memory_was_cleared() -> None:
    sealed = vault.seal(A, "profile", "手机 13800138000".encode())
    vault.forget()
    assert vault.unseal(sealed, owner=A, purpose="profile").decode() == "手机 13800138000"


def test_the_same_text_looks_different_each_time() -> None:
    assert vault.seal(A, "profile", b"x") != vault.seal(A, "profile", b"x")


def test_every_flipped_bit_is_noticed() -> None:
    sealed = vault.seal(A, "profile", b"text")
    for place in range(len(sealed)):
        forged = bytearray(sealed)
        forged[place] ^= 1
        with pytest.raises((Tampered, KeyMissing)):
            vault.unseal(bytes(forged), owner=A, purpose="profile")


@pytest.mark.parametrize("length", [0, 1, HEADER, 37])
def test_a_value_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(Tampered):
        vault.unseal(vault.seal(A, "profile", b"text")[:length], owner=A, purpose="profile")


def test_a_value_is_not_accepted_for_another_owner_purpose_or_context() -> None:
    vault.keys.create_keys([(A, "records", None)])
    sealed = vault.seal(A, "profile", b"text", aad=b"phone")
    for owner, purpose, aad in [
        (B, "profile", b"phone"),
        (A, "records", b"phone"),
        (A, "profile", b"email"),
        (A, "profile", b""),
    ]:
        with pytest.raises(Tampered):
            vault.unseal(sealed, owner=owner, purpose=purpose, aad=aad)


def test_a_customers_key_is_never_made_by_sealing() -> None:
    with pytest.raises(KeyMissing):
        vault.seal("customer:3", "profile", b"text")
    assert not Key.objects.filter(owner="customer:3").exists()


def test_the_audit_key_of_a_month_is_made_when_first_needed() -> None:
    sealed = vault.seal("audit:2026-11", "audit", "张三".encode())
    vault.forget()
    assert vault.unseal(sealed, owner="audit:2026-11", purpose="audit").decode() == "张三"
    assert Key.objects.filter(owner="audit:2026-11", purpose="audit").count() == 1


def test_many_values_of_many_owners_are_read_with_two_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    owners = [f"customer:{number}" for number in range(10, 60)]
    vault.keys.create_keys([(owner, "profile", None) for owner in owners])
    sealed = vault.seal_many([(owner, "profile", owner.encode(), b"") for owner in owners])
    vault.forget()
    with django_assert_max_num_queries(2, using="keys"):
        opened = vault.unseal_many(
            [(value, owner, "profile", b"") for value, owner in zip(sealed, owners, strict=True)]
        )
    assert opened == [owner.encode() for owner in owners]


def test_what_a_destroyed_key_sealed_is_none_among_many_and_an_error_alone() -> None:
    gone, kept = vault.seal(A, "profile", b"gone"), vault.seal(B, "profile", b"kept")
    vault.destroy(A)
    assert vault.unseal_many([(gone, A, "profile", b""), (kept, B, "profile", b"")]) == [None, b"kept"]
    with pytest.raises(KeyMissing):
        vault.unseal(gone, owner=A, purpose="profile")


def test_sm4_may_be_chosen_and_older_values_stay_readable(settings: Settings) -> None:
    old = vault.seal(A, "profile", b"aes")
    settings.CIPHER = "SM4-GCM"
    vault.keys.create_keys([("customer:9", "profile", None), ("customer:9", "records", None)])
    new = vault.seal("customer:9", "profile", b"sm4")
    vault.forget()
    assert (old[1], new[1]) == (1, 2)
    assert vault.unseal(old, owner=A, purpose="profile") == b"aes"
    assert vault.unseal(new, owner="customer:9", purpose="profile") == b"sm4"
