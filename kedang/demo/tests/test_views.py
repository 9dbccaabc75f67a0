from collections.abc import Callable

import pytest
from django.test import Client

from kedang.access.models import Run
from kedang.accounts.setup import start_of
from kedang.core.actor import as_actor
from kedang.demo import loading, plan
from kedang.demo.tests.conftest import TINY, LoadAs
from kedang.people.models import Organisation, Person
from kedang.ui.tray import runs_of

ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading.start_load, "__defaults__", (TINY,))


def test_the_wizards_last_step_queues_the_load_and_the_tray_shows_it(
    office: Organisation, founder: Person
) -> None:
    start = start_of("demo")
    assert start
    assert start.deed
    start.deed(as_actor(founder))
    (shown,) = runs_of(as_actor(founder))
    assert (shown.run.state, shown.run.done) == (Run.State.WAITING, 0)
    assert shown.run.total == sum(map(len, plan.chunks_of(TINY)))


def test_the_page_loads_watches_and_removes(
    office: Organisation, founder: Person, client_of: ClientOf, load_as: LoadAs
) -> None:
    browser = client_of(founder)
    assert "载入演示公司" in browser.get("/demo/").text
    assert browser.post("/demo/").status_code == 302
    assert "正在载入" in browser.get("/demo/").text
    assert "HX-Refresh" not in browser.get("/demo/progress/").headers
    load_as(as_actor(founder))
    assert browser.get("/demo/progress/").headers["HX-Refresh"] == "true"
    assert "移除演示公司" in browser.get("/demo/").text
    assert browser.post("/demo/removal/").status_code == 302
    assert "正在移除" in browser.get("/demo/").text


def test_who_does_not_manage_settings_is_refused(
    office: Organisation, sales_a: Person, client_of: ClientOf
) -> None:
    browser = client_of(sales_a)
    assert browser.get("/demo/").status_code == 403
    assert browser.post("/demo/").status_code == 403
    assert browser.post("/demo/removal/").status_code == 403
