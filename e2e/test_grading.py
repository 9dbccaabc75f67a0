"""Grades proposed and decided, why, missed contacts, and a group on one page: head, salesman, outsider, archivist."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server

FIRST = "上海永丰精密机械有限公司"


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.gradings", PASSWORD)


def test_a_head_calculates_decides_and_sees_the_group(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/grading/")
    expect(page.get_by_role("heading", name="没有待决定的等级")).to_be_visible()
    shoot(page, "grading-empty")
    page.get_by_role("button", name="现在计算").click()
    expect(page.locator(".pair-item").first).to_be_visible(timeout=60_000)
    shoot(page, "grading-inbox")
    assert_accessible(page)
    page.keyboard.press("n")
    expect(page.get_by_text("已维持")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("评为")).to_be_visible()
    page.goto("/grading/?show=accepted")
    expect(page.locator(".pair-item")).to_have_count(1)
    _see_a_customer(page)


def _see_a_customer(page: Page) -> None:
    open_customer(page, FIRST)
    card = page.locator("#customer-scores")
    expect(card.get_by_text("建议评为 A类").or_(card.get_by_text("重要价值客户"))).not_to_have_count(0)
    card.locator("summary").nth(1).click()
    expect(card.get_by_text("R 5 分", exact=False)).to_be_visible()
    card.scroll_into_view_if_needed()
    shoot(page, "grading-customer", full_page=True)
    assert_accessible(page)
    kin = page.locator("#customer-relations")
    expect(kin.get_by_text("名称像是它的分支机构")).to_be_visible()
    kin.get_by_role("button", name="关联", exact=True).click()
    expect(page.get_by_text("已关联")).to_be_visible()
    kin.get_by_role("link", name="查看集团").click()
    expect(page.locator(".group-node")).to_have_count(3)
    expect(page.get_by_text("深圳分公司")).to_have_count(0)
    shoot(page, "group")
    assert_accessible(page)


def test_a_salesman_sees_whom_to_call_and_why_but_decides_nothing(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/grading/contacts/")
    expect(page.get_by_role("row")).to_have_count(2)
    shoot(page, "grading-contacts")
    assert_accessible(page)
    page.goto("/grading/")
    expect(page.get_by_text("等级由部门主管决定").first).to_be_visible()
    expect(page.get_by_role("button", name="采纳")).to_have_count(0)


def test_another_department_sees_nothing_of_it(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/grading/")
    expect(page.locator(".pair-item")).to_have_count(0)
    open_customer(page, f"{FIRST}深圳分公司")
    expect(page.get_by_text("还没有关联的客户")).to_be_visible()


def test_the_archivist_sets_how_it_is_worked_out(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "archivist@hx.example")
    page.goto("/settings/grading/")
    page.get_by_label("留存率").fill("100")
    page.get_by_label("贴现率").fill("0")
    expect(page.locator("#example")).to_contain_text("没有上限")
    page.get_by_label("贴现率").fill("10")
    expect(page.locator("#example table")).to_be_visible()
    shoot(page, "grading-settings")
    assert_accessible(page)
    page.goto("/settings/service-levels/")
    shoot(page, "service-levels")
    assert_accessible(page)


def open_customer(page: Page, name: str) -> None:
    page.goto("/customers/")
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
