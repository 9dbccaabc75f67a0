import hmac

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang import vault
from kedang.vault import keyring, macs
from kedang.vault.macs import RunningMac


@given(data=st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mac_is_hmac_sha_256_under_the_system_key(data: bytes) -> None:
    value = vault.mac("index", data)
    assert value == hmac.digest(keyring.named("system", "index").secret, data, "sha256")
    running = RunningMac("index")
    running.update(data[:7])
    running.update(data[7:])
    assert running.digest() == value


def test_names_give_different_macs_and_the_same_name_the_same_after_a_restart() -> None:
    before = vault.mac("index", b"token"), vault.mac("lookup", b"token")
    assert before[0] != before[1]
    vault.forget()
    assert (vault.mac("index", b"token"), vault.mac("lookup", b"token")) == before


def test_keys_that_were_lent_give_the_same_macs_without_a_key_store() -> None:
    before = vault.mac("index", b"token")
    lent = macs.lend("index", "lookup")
    assert set(lent) == {"index", "lookup"}
    macs.forget()
    assert macs.borrow(lent)
    assert not macs.borrow(lent)
    assert vault.mac("index", b"token") == before
    assert macs.borrow({"index": bytes(32)})
    assert vault.mac("index", b"token") != before
