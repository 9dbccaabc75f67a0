from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession

from kedang.accounts import factors, lockout
from kedang.accounts.models import FailedSignIns, SpentCode
from kedang.accounts.profiles import MLPS3
from kedang.accounts.session_store import digest_of
from kedang.accounts.tasks import forget_stale_sign_ins
from kedang.accounts.tests.conftest import SignIn
from kedang.core.clock import frozen, now
from kedang.people.models import Person


def test_what_sign_in_no_longer_needs_is_forgotten(sales_a: Person, sign_in: SignIn) -> None:
    ended, alive = sign_in(sales_a), sign_in(sales_a)
    ended.session.flush()
    with frozen(now() - timedelta(days=2)):
        lockout.note_failure("old@huaxin.example", MLPS3)
        factors.spend(sales_a, "123456")
    lockout.note_failure("new@huaxin.example", MLPS3)
    forget_stale_sign_ins()
    assert UserSession.objects.get().session_key == digest_of(str(alive.session.session_key))
    assert FailedSignIns.objects.count() == 1
    assert not SpentCode.objects.exists()
