"""The list as a salesman and a head use it, and segments: columns, groups, board, cells, bulk, views, calls."""

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
    server.program("e2e.segmented", PASSWORD)


def test_a_head_works_in_the_list(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    _choose_columns(page)
    _edit_a_cell(page)
    _change_many(page)
    page.goto("/customers/?group=industry&q=")
    expect(page.locator(".group-row").first).to_be_visible()
    shoot(page, "customers-groups")
    assert_accessible(page)
    _keep_a_view(page)
    _move_a_card(page)


def _choose_columns(page: Page) -> None:
    page.goto("/customers/")
    page.get_by_role("button", name="列", exact=True).click()
    for name in ("合作级别", "购买金额"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="应用").click()
    page.get_by_role("link", name="购买金额").click()
    page.get_by_role("link", name="购买金额").click()
    expect(page.locator("tbody tr").first).to_contain_text("¥144,000.00")
    shoot(page, "customers-list")
    assert_accessible(page)
    page.goto("/customers/?q=合作级别:金牌")
    expect(page.locator("tbody tr")).to_have_count(6)


def _edit_a_cell(page: Page) -> None:
    page.goto("/customers/?sort=name")
    cell = page.locator("tbody tr").first.locator('td[data-key="stage"]')
    cell.dblclick()
    control = cell.locator("select")
    control.select_option("lost")
    shoot(page, "customers-cell")
    control.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("已流失客户")
    cell = page.locator("tbody tr").first.locator('td[data-key="stage"]')
    cell.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").nth(1).locator("select")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr").nth(1).locator("select")).to_have_count(0)


def _change_many(page: Page) -> None:
    page.goto("/customers/")
    boxes = page.locator("tbody .select input")
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.get_by_role("button", name="批量修改").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("字段").select_option(label="来源渠道")
    dialog.locator("#edit-value").select_option("phone")
    dialog.get_by_role("button", name="预览").click()
    expect(dialog.get_by_text("改后").first).to_be_visible()
    shoot(page, "customers-edit-many")
    dialog.get_by_role("button", name="修改 2 位").click()
    expect(page.get_by_text("已开始：改来源渠道：电话")).to_be_visible()


def _keep_a_view(page: Page) -> None:
    page.get_by_role("button", name="存为视图").click()
    page.locator("#view-name").fill("按行业看")
    page.get_by_role("button", name="保存", exact=True).click()
    tab = page.get_by_role("link", name="按行业看")
    expect(tab).to_be_visible()
    tab.click()
    page.get_by_role("button", name="管理视图").click()
    expect(page.get_by_role("heading", name="视图")).to_be_visible()
    page.locator("#view-shared").select_option("department")
    page.get_by_role("button", name="更新分享").click()
    expect(page.get_by_text("已更新分享范围")).to_be_visible()


def _move_a_card(page: Page) -> None:
    page.goto("/customers/?face=board")
    card = page.locator('[data-column="prospect"] .board-card').first
    name = card.locator("a").first.inner_text()
    card.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator('[data-column="current"]')).to_contain_text(name)
    expect(page.get_by_text("已改为现有客户")).to_be_visible()
    shoot(page, "customers-board")
    assert_accessible(page)


def test_a_salesman_calls_a_segment_the_head_shared(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/segments/")
    shoot(page, "segments-list")
    page.get_by_role("link", name="高价值客户").click()
    expect(page.get_by_text("上海永丰精密机械有限公司")).to_be_visible()
    shoot(page, "segment-members")
    assert_accessible(page)
    page.get_by_role("link", name="统计").click()
    shoot(page, "segment-statistics")
    assert_accessible(page)
    page.locator(".bars a").first.click()
    expect(page).to_have_url(re.compile("/customers/"))
    page.go_back()
    page.get_by_role("link", name="进出").click()
    shoot(page, "segment-changes")
    assert_accessible(page)
    page.get_by_role("button", name="开始打电话").click()
    expect(page.get_by_role("heading", name="电话名单")).to_be_visible()
    shoot(page, "segment-calls")
    assert_accessible(page)
    page.get_by_label("说了什么").fill("下周寄样品")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("1")
    expect(page.get_by_text("已记录与")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_text("2/4")).to_be_visible()


def test_whoever_it_was_not_shared_with_sees_no_segment(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/segments/")
    expect(page.get_by_role("heading", name="还没有客群")).to_be_visible()
    shoot(page, "segments-empty")
    page.goto("/customers/?q=客群:高价值客户")
    expect(page.get_by_text("没有叫“高价值客户”的客群").first).to_be_visible()
