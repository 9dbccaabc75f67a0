"""The smoke journey on PostgreSQL: the same program, two databases of a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from e2e.looks import WIDE
from e2e.office import PASSWORD, enrol, sign_in
from e2e.server import Server
from e2e.watch import watch, watch_of
from scripts import postgres

FOUNDER = "chen@huaxin.example"
LIST = """客户名称,手机,邮箱,行业
上海华信科技有限公司,13812345678,li@huaxin.example,金融
杭州永丰贸易有限公司,13987654321,,制造
"""


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    address = postgres.start()
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        for name in ("kedang", "kedang_keys"):
            connection.execute(f"CREATE DATABASE {name}")
    databases = {
        "KEDANG_DATABASE_URL": f"{address}/kedang",
        "KEDANG_KEYS_DATABASE_URL": f"{address}/kedang_keys",
    }
    server = Server(tmp_path_factory.mktemp("kedang"), databases)
    server.command(
        "setup", "--org", "上海华信客户服务有限公司", "--admin", FOUNDER, "--profile", "asvs", "--password-stdin",
        given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.start()
    yield server
    server.stop()


@pytest.fixture
def at_desk(browser: Browser, on_postgres: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=on_postgres.address, viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    watch(page)
    yield page
    watch_of(page).assert_quiet()
    context.close()


def test_customers_come_in_and_are_found_by_pinyin_phone_and_word(at_desk: Page, on_postgres: Server) -> None:
    page = at_desk
    sign_in(page, FOUNDER)
    enrol(page)
    page.goto("/intake/customers/")
    page.set_input_files(
        "input[type=file]", FilePayload(name="客户.csv", mimeType="text/csv", buffer=LIST.encode("gb18030"))
    )
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="导入 2 行").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible(timeout=60_000)
    for words in ("huaxin", "8123456", "科技"):
        page.goto(f"/search/?q={words}")
        expect(page.get_by_role("main")).to_contain_text("上海华信科技有限公司")
    page.get_by_role("main").get_by_role("link", name=re.compile("华信科技")).first.click()
    expect(page.get_by_text("138****5678", exact=True)).to_be_visible()
    found = on_postgres.command("search", "yongfeng", "--as", FOUNDER)
    assert "杭州永丰贸易有限公司" in found


def test_nothing_was_kept_in_sqlite(on_postgres: Server) -> None:
    assert not list(Path(on_postgres.data).glob("*.sqlite3"))
