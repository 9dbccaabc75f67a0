from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from kedang.accounts.session_store import SessionStore, digest_of
from kedang.accounts.tests.conftest import SignIn
from kedang.people.models import Person


def test_what_stands_in_the_database_opens_no_session(sales_a: Person, sign_in: SignIn) -> None:
    key = sign_in(sales_a).cookies[settings.SESSION_COOKIE_NAME].value
    stolen = {row.session_key for row in Session.objects.all()}
    stolen |= set(UserSession.objects.values_list("session_key", flat=True))
    assert stolen == {digest_of(key)}
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen.pop()
    assert thief.get("/account/").status_code == 302


def test_a_session_is_found_changed_and_ended_by_its_key(db: None) -> None:
    session = SessionStore()
    session["seen"] = 1
    session.save()
    again = SessionStore(session.session_key)
    again["seen"] += 1
    again.save()
    assert SessionStore(session.session_key)["seen"] == 2
    assert SessionStore().exists(str(session.session_key))
    again.delete()
    assert not SessionStore().exists(str(session.session_key))
    assert SessionStore(session.session_key).load() == {}


def test_a_key_that_is_not_there_gets_a_new_one(db: None) -> None:
    session = SessionStore("chosen-by-a-stranger")
    session["seen"] = 1
    session.save()
    assert session.session_key != "chosen-by-a-stranger"


def test_signing_in_forgets_the_sessions_that_have_ended(sales_a: Person, sign_in: SignIn) -> None:
    sign_in(sales_a).session.flush()
    alive = sign_in(sales_a)
    listed = [row.session_key for row in UserSession.objects.all()]
    assert listed == [digest_of(str(alive.session.session_key))]
