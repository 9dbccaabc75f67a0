"""Findings worked off in place, ranked, mended together and checked by two: salesman, head, outsider, two checkers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.qualities import LONG
from e2e.server import Server


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.qualities", PASSWORD)


def test_a_head_mends_in_place_and_looks_at_the_league(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/quality/?rule=region_address")
    shoot(page, "quality-worklist")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.locator("#finding-mend").get_by_role("combobox").fill("江苏省南京")
    page.locator("#finding-mend").get_by_role("option").first.click()
    page.locator("#finding-mend").get_by_role("button", name="保存").click()
    expect(page.locator("#finding-standing").get_by_text("已改好")).to_be_visible()
    page.goto("/quality/")
    first = page.locator("h2.proposal-name").inner_text()
    page.keyboard.press("j")
    expect(page.locator("h2.proposal-name")).not_to_have_text(first)
    page.wait_for_load_state()
    page.keyboard.press("i")
    page.get_by_label("为什么忽略").fill("客户确认过")
    page.get_by_role("dialog").get_by_role("button", name="忽略", exact=True).click()
    expect(page.locator(".toasts").get_by_text("已忽略")).to_be_visible()
    page.goto("/quality/league/")
    expect(page.locator(".spark")).not_to_have_count(0)
    shoot(page, "quality-league")
    assert_accessible(page)
    _mend_together(page)


def _mend_together(page: Page) -> None:
    page.goto("/quality/fixes/")
    shoot(page, "quality-fixes")
    page.locator(".card", has_text="整理名称").get_by_role("link").click()
    expect(page.locator("ins").first).to_have_text("苏州远航物流（SH）")
    shoot(page, "quality-fix")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("整理 1 位")).click()
    expect(page.get_by_text("正在整理").first).to_be_visible()
    page.goto("/quality/cleanups/")
    page.get_by_role("button", name="开始清理").click()
    expect(page.get_by_role("link", name="去处理").first).to_be_visible()
    shoot(page, "quality-cleanup")
    assert_accessible(page)


def test_a_salesman_sees_the_score_of_his_customer_and_why(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/quality/?mine=1&rule=unreachable")
    page.get_by_role("link", name=LONG).last.click()
    card = page.locator("#customer-quality")
    card.get_by_text("怎么算的").click()
    expect(card.get_by_text("每处扣 15 分", exact=False).first).to_be_visible()
    card.scroll_into_view_if_needed()
    shoot(page, "quality-customer", full_page=True)
    assert_accessible(page)


def test_another_department_sees_nothing_of_it(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/quality/")
    expect(page.get_by_text("华东销售部")).to_have_count(0)
    expect(page.get_by_text("广州南天贸易有限公司").first).to_be_visible()
    page.goto("/quality/?rule=uscc")
    expect(page.get_by_text("按这个条件没有问题")).to_be_visible()
    shoot(page, "quality-empty")


def test_two_check_a_sample_apart_and_the_head_settles(new_page: NewPage) -> None:
    head = new_page()
    sign_in(head, "head@hx.example")
    head.goto("/quality/checks/new/")
    head.locator("#id_title").fill("第三季度准确性抽查")
    for label, name in (("核对人甲", "钱档案"), ("核对人乙", "客服丁")):
        head.get_by_label(label).fill(name)
        head.get_by_role("option", name=name).first.click()
    head.locator("#id_size").fill("2")
    shoot(head, "quality-check-new")
    assert_accessible(head)
    head.get_by_role("button", name="抽取样本").click()
    expect(head.get_by_text("抽自", exact=False)).to_be_visible()
    address = head.url
    for email, region in (("archivist@hx.example", "浙江杭州"), ("service@hx.example", "江苏苏州")):
        _answer(new_page(), email, address, region)
    head.goto(address)
    for _one in range(2):
        head.locator(".card", has_text="两人说法不同").get_by_role("link").first.click()
        head.get_by_role("radio", name="有误").check()
        head.get_by_label("正确内容").fill("浙江杭州")
        head.get_by_role("button", name="裁定").click()
    head.get_by_role("button", name="按此改正").first.click()
    expect(head.get_by_text("已改正").first).to_be_visible()
    head.get_by_role("button", name="完成核对").click()
    expect(head.get_by_text("已完成").first).to_be_visible()
    shoot(head, "quality-report", full_page=True)
    assert_accessible(head)


def _answer(page: Page, email: str, address: str, region: str) -> None:
    sign_in(page, email)
    page.goto(address)
    page.get_by_role("link", name="继续核对").click()
    for place in range(2):
        fields = page.locator(".sample-field")
        for number in range(fields.count()):
            name = "有误" if "地区" in fields.nth(number).locator("legend").inner_text() else "正确"
            fields.nth(number).get_by_role("radio", name=name, exact=True).check()
        page.locator(".sample-field", has_text="地区").get_by_label("正确内容").fill(region)
        if place == 0 and region == "浙江杭州":
            shoot(page, "quality-item")
            assert_accessible(page)
        page.get_by_role("button", name="记下，下一位").click()
        page.wait_for_load_state()
