"""One customer, here twice: found, compared, merged, parted; and what somebody else's salesman is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.twins", PASSWORD)


def test_a_head_merges_what_the_scan_found_and_takes_it_back(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/duplicates/")
    expect(page.get_by_role("heading", name="没有待处理的重复客户")).to_be_visible()
    shoot(page, "duplicates-empty")
    page.get_by_role("button", name="现在查重").click()
    item = page.locator(".pair-item").first
    expect(item).to_be_visible(timeout=60_000)
    expect(page.get_by_text("名称主体与所在地相同")).to_be_visible()
    shoot(page, "duplicates-inbox")
    assert_accessible(page)
    page.keyboard.press("n")
    expect(page.get_by_text("已记住：不是重复")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".pair-item")).to_have_count(2)
    page.goto("/duplicates/")
    page.keyboard.press("m")
    expect(page.get_by_text("并入“上海永丰精密机械有限公司”")).to_be_visible()
    _see_the_whole(page)
    page.goto("/duplicates/?show=merged")
    shoot(page, "duplicates-merged")
    assert_accessible(page)
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_role("heading", name="永豐精密機械（上海）公司")).to_be_visible()
    expect(page.get_by_text("可能重复")).to_be_visible()
    shoot(page, "duplicates-card")


def _see_the_whole(page: Page) -> None:
    page.goto("/customers/")
    page.get_by_role("link", name="上海永丰精密机械有限公司").click()
    expect(page.get_by_text("陈刚").first).to_be_visible()


def test_another_salesman_is_told_a_department_and_nothing_else(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/customers/new/")
    page.get_by_label(re.compile("客户名称")).fill("上海永丰精密机械有限公司")
    page.get_by_label("手机", exact=True).fill("13800138000")
    expect(page.get_by_text("已存在，请联系华东销售部")).to_be_visible()
    assert page.get_by_text("周敏").count() == 0
    shoot(page, "duplicates-blind")
    assert_accessible(page)
