from __future__ import annotations

import pytest
from pytest_django import Settings

from kedang.access import gates
from kedang.access.door import Attempt
from kedang.access.gates import Allow, Answer, Defer
from kedang.access.models import Post
from kedang.access.pending import Waiting, resume, withdraw
from kedang.access.tests.verbs import rename_post
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Refused
from kedang.people.models import Person


def two_pairs_of_eyes(attempt: Attempt) -> Answer:
    return Defer() if attempt.spec.name == "access.rename_post" else Allow()


@pytest.fixture(autouse=True)
def _approval(settings: Settings) -> object:
    settings.GATES = [f"{__name__}.two_pairs_of_eyes"]
    gates.gates.cache_clear()
    yield
    gates.gates.cache_clear()


@pytest.fixture
def post(security_admin: Person) -> Post:
    return Post.objects.get(code="service")


def ask_to_rename(post: Post, person: Person) -> Waiting:
    with pytest.raises(Waiting) as answer:
        rename_post(post, "客户服务", actor=as_actor(person))
    return answer.value


def test_a_deferred_action_waits_sealed_and_runs_once(
    security_admin: Person, founder: Person, post: Post
) -> None:
    pending = ask_to_rename(post, security_admin).pending
    assert Post.objects.get(pk=post.pk).name == "客服"
    assert "客户服务".encode() not in bytes(pending.arguments)
    resume(pending, actor=as_actor(founder))
    assert Post.objects.get(pk=post.pk).name == "客户服务"
    with pytest.raises(Conflict):
        resume(pending, actor=as_actor(founder))


def test_a_deferred_action_does_not_run_when_its_subject_changed(
    security_admin: Person, founder: Person, post: Post
) -> None:
    pending = ask_to_rename(post, security_admin).pending
    Post.objects.filter(pk=post.pk).update(revision=post.revision + 1)
    with pytest.raises(Conflict, match="变更"):
        resume(pending, actor=as_actor(founder))
    assert Post.objects.get(pk=post.pk).name == "客服"
    pending.refresh_from_db()
    assert pending.state == pending.State.WAITING


def test_the_requester_who_lost_the_right_gets_nothing(
    security_admin: Person, founder: Person, post: Post
) -> None:
    pending = ask_to_rename(post, security_admin).pending
    Person.objects.filter(pk=security_admin.pk).update(is_active=False)
    pending = type(pending).objects.get(pk=pending.pk)
    with pytest.raises(Refused):
        resume(pending, actor=as_actor(founder))
    assert Post.objects.get(pk=post.pk).name == "客服"


def test_only_the_requester_withdraws(security_admin: Person, founder: Person, post: Post) -> None:
    pending = ask_to_rename(post, security_admin).pending
    with pytest.raises(Refused):
        withdraw(pending, actor=as_actor(founder))
    withdraw(pending, actor=as_actor(security_admin))
    with pytest.raises(Conflict):
        resume(pending, actor=as_actor(founder))
