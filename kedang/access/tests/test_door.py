from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from kedang.access import gates
from kedang.access.models import Post
from kedang.access.tests.verbs import (
    call_another,
    forget_to_record,
    record_twice,
    rename_post,
    rename_post_with_care,
)
from kedang.core.actor import as_actor, with_reason
from kedang.core.clock import frozen
from kedang.core.errors import Conflict, Invalid, Refused, StepUpNeeded
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload, read_reason
from kedang.people.models import Person


@pytest.fixture
def post(security_admin: Person) -> Post:
    return Post.objects.get(code="service")


def test_an_action_changes_the_row_and_leaves_one_event(security_admin: Person, post: Post) -> None:
    rename_post(post, "客户服务", actor=as_actor(security_admin, address="127.0.0.1"))
    event = Event.objects.get(kind="tests.post_renamed")
    assert Post.objects.get(pk=post.pk).name == "客户服务"
    assert (event.actor, event.address, event.subject_id) == (security_admin, "127.0.0.1", post.pk)
    assert (read_payload(event) or {})["changes"][0]["new"] == "客户服务"


def test_what_an_event_tells_of_people_is_not_readable_in_the_database(
    security_admin: Person, post: Post
) -> None:
    rename_post(post, "客户服务", actor=as_actor(security_admin))
    event = Event.objects.get(kind="tests.post_renamed")
    assert "客户服务".encode() not in bytes(event.payload or b"")
    assert "客户服务".encode() not in bytes(event.canonical)


def test_without_the_right_nothing_changes_and_the_refusal_is_recorded(sales_a: Person, post: Post) -> None:
    with pytest.raises(Refused, match="没有权限"):
        rename_post(post, "我的岗位", actor=as_actor(sales_a))
    event = Event.objects.get(kind="access.refused")
    assert Post.objects.get(pk=post.pk).name == "客服"
    assert (event.actor, event.result) == (sales_a, Event.Result.REFUSED)
    assert (read_payload(event) or {})["details"]["action"] == "access.rename_post"


def test_invalid_input_is_rolled_back_and_the_failure_recorded(security_admin: Person, post: Post) -> None:
    with pytest.raises(Invalid):
        rename_post(post, "", actor=as_actor(security_admin))
    assert Event.objects.get(kind="access.failed").result == Event.Result.FAILED


@pytest.mark.parametrize("careless", [forget_to_record, record_twice])
def test_an_action_that_does_not_record_exactly_one_event_is_undone(
    careless: object, security_admin: Person, post: Post
) -> None:
    with pytest.raises(RuntimeError, match="events instead of 1"):
        careless(post, actor=as_actor(security_admin))  # type: ignore[operator]  # one of two actions
    assert Post.objects.get(pk=post.pk).name == "客服"


def test_actions_do_not_call_actions(security_admin: Person, post: Post) -> None:
    with pytest.raises(RuntimeError, match="actions do not call actions"):
        call_another(post, actor=as_actor(security_admin))


def test_the_slower_of_two_changes_is_told_of_the_conflict(security_admin: Person, post: Post) -> None:
    slower = Post.objects.get(pk=post.pk)
    rename_post(post, "客户服务", actor=as_actor(security_admin))
    with pytest.raises(Conflict):
        rename_post(slower, "服务台", actor=as_actor(security_admin))
    assert Post.objects.get(pk=post.pk).name == "客户服务"


def test_some_acts_ask_for_a_fresh_second_factor_and_a_reason(security_admin: Person, post: Post) -> None:
    noon = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
    on_page = as_actor(security_admin, channel="page")
    fresh = as_actor(security_admin, channel="page", second_factor_at=noon - timedelta(minutes=14))
    stale = as_actor(security_admin, channel="page", second_factor_at=noon - timedelta(minutes=16))
    with frozen(noon):
        for actor in (on_page, with_reason(stale, "更名"), fresh):
            with pytest.raises(StepUpNeeded):
                rename_post_with_care(post, "客户服务", actor=actor)
        rename_post_with_care(post, "客户服务", actor=with_reason(fresh, "部门改名"))
    event = Event.objects.get(kind="tests.post_renamed")
    assert read_reason(event) == "部门改名"
    assert "部门改名".encode() not in bytes(event.reason or b"")


def test_a_gate_that_cannot_be_imported_stops_the_start(settings: Settings) -> None:
    settings.GATES = ["kedang.access.gates.nobody"]
    gates.gates.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="nobody"):
            gates.gates()
    finally:
        gates.gates.cache_clear()


def test_a_token_cut_to_reading_cannot_write(security_admin: Person, post: Post) -> None:
    reader = as_actor(security_admin, scopes=frozenset({"post.view"}))
    with pytest.raises(Refused):
        rename_post(post, "客户服务", actor=reader)


@pytest.mark.parametrize("change", [{"is_active": False}, {"suspended_at": datetime(2026, 1, 1, tzinfo=UTC)}])
def test_who_left_or_is_suspended_may_do_nothing(
    change: dict[str, object], security_admin: Person, post: Post
) -> None:
    Person.objects.filter(pk=security_admin.pk).update(**change)
    with pytest.raises(Refused):
        rename_post(post, "客户服务", actor=as_actor(Person.objects.get(pk=security_admin.pk)))
