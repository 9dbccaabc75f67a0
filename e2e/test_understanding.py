"""Suggestions worked off by keyboard, a correction that teaches, and an invoice that is there twice."""

from __future__ import annotations

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
    server.program("e2e.understandings", PASSWORD)


def test_an_archivist_works_off_the_inbox_by_keyboard(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "archivist@hx.example")
    page.goto("/suggestions/")
    expect(page.locator(".pair-item")).to_have_count(4)
    expect(page.locator(".suggested mark").first).to_be_visible()
    shoot(page, "suggestions", full_page=True)
    assert_accessible(page)
    page.keyboard.press("j")
    expect(page.get_by_text("大小写金额不一致")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(".toast").get_by_text("没有采纳")).to_be_visible()
    expect(page.locator(".pair-item")).to_have_count(3)
    page.goto("/suggestions/")
    page.keyboard.press("e")
    expect(page.locator("input[name='value:field:contract_no']")).to_have_value("HT-2026-0007")
    page.goto("/suggestions/")
    page.keyboard.press("Enter")
    expect(page.locator(".toast").get_by_text("已采纳")).to_be_visible()
    expect(page.locator(".pair-item")).to_have_count(2)
    expect(page.get_by_text("同一张发票已经在库里")).to_be_visible()
    _accept_many(page)


def _accept_many(page: Page) -> None:
    page.goto("/suggestions/bulk/?from=75")
    expect(page.locator("tbody tr")).to_have_count(2)
    shoot(page, "suggestions-bulk")
    assert_accessible(page)
    page.get_by_role("button", name="采纳这 2 份").click()
    expect(page.get_by_text("正在逐一采纳")).to_be_visible()


def test_a_correction_teaches_what_no_rule_knows(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/documents/")
    # The two letters came first and nothing was suggested for them: the last of the list.
    page.locator("tbody tr th a").last.click()
    page.get_by_role("button", name="修改信息").click()
    page.get_by_role("dialog").get_by_label("类型").select_option(label="报价单")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.locator("#document-facts").get_by_text("报价单").first).to_be_visible()
    page.goto("/documents/")
    page.locator("tbody tr th a").last.click()
    expect(page.locator("#document-facts").get_by_text("报价单").first).to_be_visible()
    shoot(page, "suggestions-document")


def test_the_archivist_sets_how_far_it_goes(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "archivist@hx.example")
    page.goto("/settings/understanding/")
    expect(page.get_by_text("预设类型的字段是齐的")).to_be_visible()
    shoot(page, "settings-understanding")
    assert_accessible(page)
    page.get_by_label("从多大把握起").fill("20")
    page.get_by_label("把握足够时自动采纳").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存，从现在读到的文档起生效")).to_have_count(0)
    page.get_by_label("从多大把握起").fill("97")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存，从现在读到的文档起生效")).to_be_visible()
