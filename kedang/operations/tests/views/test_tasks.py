"""The page of background tasks: for the system administrator, in words, without personal data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kedang.jobs.models import Task, TaskState
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload, read_reason
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
PAGE = "/settings/tasks/"
READING = "kedang.documents.tasks.read_documents"


def make_task(state: str = TaskState.FAILED, **facts: object) -> Task:
    return Task.objects.create(job=READING, args=[[17]], state=state, **facts)


@pytest.fixture
def client(system_admin: Person, client_of: SignIn) -> Client:
    return client_of(system_admin)


def test_what_waits_runs_and_failed_is_told_in_words(client: Client) -> None:
    make_task(error="worker lost", attempts=6)
    make_task(error="OperationalError at kedang.documents.readings:41", attempts=6)
    make_task(error="ZeroDivisionError at kedang.documents.readings:42", attempts=6)
    make_task(TaskState.RUNNING, attempts=1)
    make_task(TaskState.WAITING, attempts=2, error="TimeoutError at kedang.vault.blobs:9")
    page = client.get(PAGE).content.decode()
    for words in ("每次都中断", "数据库当时不可用", "程序出错", "kedang.documents.readings:42", "已试 2 次"):
        assert words in page
    assert page.count("识读文档文字") == 5
    assert "worker lost" not in page


def test_nothing_failed_is_said(client: Client) -> None:
    assert "没有失败的任务" in client.get(PAGE).content.decode()


def test_only_who_manages_the_system_sees_it(
    auditor: Person, security_admin: Person, manager: Person, client_of: SignIn
) -> None:
    task = make_task()
    for person in (auditor, security_admin, manager):
        client = client_of(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}{task.pk}/retry/").status_code == 403
        assert client.post(f"{PAGE}{task.pk}/discard/", {"reason": "不要"}).status_code == 403
    assert Task.objects.get().state == TaskState.FAILED


def test_a_failed_task_is_tried_again(client: Client, system_admin: Person) -> None:
    task = make_task(attempts=6)
    assert client.post(f"{PAGE}{task.pk}/retry/").status_code == 302
    task.refresh_from_db()
    assert (task.state, task.attempts) == (TaskState.WAITING, 0)
    event = Event.objects.get(kind="operations.task_retried", actor=system_admin)
    assert (read_payload(event) or {})["details"] == {"job": READING, "task": task.pk}
    assert client.post(f"{PAGE}{task.pk}/retry/").status_code == 404


def test_giving_up_asks_why(client: Client, system_admin: Person) -> None:
    task = make_task()
    asked = client.post(f"{PAGE}{task.pk}/discard/")
    assert asked.status_code == 401
    assert "请写明原因" in asked.content.decode()
    assert client.post(f"{PAGE}{task.pk}/discard/", {"reason": "文档已删除"}).status_code == 302
    assert not Task.objects.exists()
    event = Event.objects.get(kind="operations.task_discarded", actor=system_admin)
    assert read_reason(event) == "文档已删除"


def test_a_task_that_waits_cannot_be_given_up(client: Client) -> None:
    task = make_task(TaskState.WAITING)
    assert client.post(f"{PAGE}{task.pk}/discard/", {"reason": "不要"}).status_code == 404
    assert Task.objects.exists()
