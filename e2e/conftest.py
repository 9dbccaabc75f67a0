"""A browser and servers for the journeys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from e2e.looks import OUTPUT, WIDE
from e2e.server import Server
from e2e.watch import watch, watch_of
from scripts import browser as installed

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed.chromium(), args=_ARGUMENTS)
        # Django would refuse the database in a thread with an event loop; the journeys use the server's.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on an empty data folder, shared by a module's journeys (one office, one story)."""
    started = Server(tmp_path_factory.mktemp("kedang"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Servers of one test alone, to kill and start again: `make_server(environment={…})`."""
    made: list[Server] = []

    def make(**environment: str) -> Server:
        server = Server(tmp_path / f"server-{len(made)}", environment)
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()


class NewPage(Protocol):
    def __call__(self, signed_in: StorageState | None = None) -> Page:
        """`signed_in`: what an earlier page's context remembered (`context.storage_state()`)."""


@pytest.fixture
def new_page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Pages of different people: each call is a browser of its own, without the others' cookies."""
    contexts: list[BrowserContext] = []

    def new(signed_in: StorageState | None = None) -> Page:
        context = browser.new_context(
            storage_state=signed_in,
            base_url=server.address,
            viewport=WIDE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        return page

    yield new
    pages = [page for context in contexts for page in context.pages]
    _keep_last_sight(pages, request.node)
    for context in contexts:
        context.close()
    if not request.node.stash.get(_FAILED, False):
        for page in pages:
            watch_of(page).assert_quiet()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """The page of one person; at the end it must have been quiet, see `watch_of`."""
    return new_page()


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]  # pytest's TestReport
        item.stash[_FAILED] = report.failed  # type: ignore[attr-defined]
    return report


def _keep_last_sight(pages: list[Page], node: pytest.Item) -> None:
    if node.stash.get(_FAILED, False):
        OUTPUT.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(pages):
            page.screenshot(path=OUTPUT / f"failed-{node.name}-{number}.png", full_page=True)
