from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kedang.access.models import Run
from kedang.core.clock import now
from kedang.people.models import Person
from kedang.ui import nav

ClientOf = Callable[[Person], Client]


def make_run(person: Person, title: str, **fields: object) -> Run:
    return Run.objects.create(
        kind="ui.test", title=title, person=person, arguments=b"", arguments_key="", total=100, **fields
    )


def test_the_tray_shows_ones_own_moving_runs_with_their_progress(
    sales_a: Person, colleague: Person, client_of: ClientOf
) -> None:
    make_run(sales_a, "给 100 位客户加标签", state=Run.State.RUNNING, done=42)
    make_run(colleague, "同事的任务", state=Run.State.RUNNING)
    page = client_of(sales_a).get("/-/tray/").content.decode()
    assert 'value="42"' in page
    assert 'data-busy="1"' in page
    assert "同事的任务" not in page


def test_what_ended_long_ago_has_left_the_tray(sales_a: Person, client_of: ClientOf) -> None:
    make_run(sales_a, "昨天的导入", state=Run.State.DONE, finished_at=now() - timedelta(hours=2))
    make_run(sales_a, "刚才的导入", state=Run.State.DONE, finished_at=now())
    page = client_of(sales_a).get("/-/tray/").content.decode()
    assert "刚才的导入" in page
    assert "昨天的导入" not in page


def test_a_run_is_paused_from_the_tray_by_its_owner_only(
    sales_a: Person, colleague: Person, client_of: ClientOf
) -> None:
    run = make_run(sales_a, "导入客户", state=Run.State.RUNNING)
    assert client_of(colleague).post(f"/-/runs/{run.pk}/pause/").status_code == 404
    assert client_of(sales_a).post(f"/-/runs/{run.pk}/pause/").status_code == 204
    run.refresh_from_db()
    assert run.state == Run.State.PAUSED


def test_nobody_reads_a_tray_without_signing_in(client: Client, db: None) -> None:
    assert client.get("/-/tray/").status_code == 302


def test_the_rail_asks_for_what_waits_afterwards(
    sales_a: Person, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nav, "_rail", {})
    nav.register(nav.NavItem("任务", "tray", "tasks", count=lambda actor: actor.id))
    client = client_of(sales_a)
    assert client.get("/-/counts/").json() == {"tray": sales_a.pk}
    assert 'data-count-of="tray"' in client.get("/").content.decode()
