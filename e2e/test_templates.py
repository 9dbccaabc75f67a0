"""Record templates and history: the keeper designs, the salesman meets the fields, the head sees who changed what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server
from e2e.watch import watch_of


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.designed", PASSWORD)


def test_a_keeper_designs_a_template(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "keeper@hx.example")
    page.goto("/settings/templates/")
    shoot(page, "templates")
    assert_accessible(page)
    page.get_by_role("link", name="企业（制造）").click()
    expect(page.locator("#template-preview fieldset")).to_be_visible()
    _arrange(page)
    _draft_is_kept(page)
    page.get_by_role("button", name="保存模板").click()
    expect(page.locator(".arrange-group")).to_have_count(2)
    _define_a_field(page)
    _change_options(page)


def _arrange(page: Page) -> None:
    """With a group of its own, the own field by button, by keys and by drag; the preview follows."""
    page.get_by_role("button", name="新建分组").click()
    page.get_by_label("分组名称").last.fill("经营情况")
    page.get_by_label("英文分组名").last.fill("Business")
    page.get_by_role("button", name="加入模板 合作级别").click()
    item = page.locator('[data-label="合作级别"]')
    item.get_by_label("必填").check()
    handle = page.get_by_role("button", name="移动 主要产品")
    handle.focus()
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".arrange-group").last).to_contain_text("主要产品")
    handle.hover()
    page.mouse.down()
    box = item.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 4, steps=5)
    page.mouse.up()
    preview = page.locator("#template-preview")
    expect(preview).to_contain_text("“合作级别”改为必填：现有 1 位客户缺这一项")
    expect(preview.get_by_role("heading", name="经营情况")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    shoot(page, "template-designer")
    assert_accessible(page)


def _draft_is_kept(page: Page) -> None:
    """Left without saving: the arrangement is there again."""
    page.goto("/settings/fields/")
    page.go_back()
    page.goto(page.url)
    expect(page.locator(".arrange-group")).to_have_count(2)
    expect(page.locator(".arrange-group").last).to_contain_text("合作级别")


def _define_a_field(page: Page) -> None:
    page.get_by_role("link", name="新建字段").click()
    page.locator("#field-label").fill("认证")
    page.locator("#field-label-en").fill("Certificates")
    page.locator("#field-type").select_option("choices")
    page.locator("#field-choices").fill("ISO9001 | ISO 9001\nISO14001\nCCC")
    page.locator("#field-help").fill("有证书编号的才算")
    expect(page.locator(".preview-form")).to_contain_text("ISO14001")
    shoot(page, "custom-field-new")
    assert_accessible(page)
    page.get_by_role("button", name="保存字段").click()
    page.get_by_role("button", name="加入模板 认证").click()
    page.get_by_role("button", name="保存模板").click()
    expect(page.locator(".arrange-group").last).to_contain_text("认证")


def _change_options(page: Page) -> None:
    page.goto("/settings/fields/")
    shoot(page, "custom-fields")
    assert_accessible(page)
    page.get_by_role("link", name="合作级别").click()
    page.locator('[name="option_0"]').fill("白金")
    expect(page.locator("#field-type")).to_have_attribute("readonly", "")
    shoot(page, "custom-field")
    assert_accessible(page)
    page.get_by_role("button", name="保存字段").click()
    expect(page.locator('[name="option_0"]')).to_have_value("白金")


def test_a_head_edits_own_fields_and_sees_who_changed_what(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/customers/?q=合作级别:白金")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    page.locator("tbody th a").first.click()
    _tick_certificates(page)
    page.goto("/customers/changes/")
    expect(page.locator(".timeline .moment").first).to_contain_text("认证")
    shoot(page, "customer-changes")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile(r"^孙悦 \d")).click()
    expect(page.locator(".timeline .moment").first).to_contain_text("建立了客户档案")


def _tick_certificates(page: Page) -> None:
    facts = page.locator("#customer-facts")
    expect(facts).to_contain_text("经营情况")
    facts.get_by_role("button", name="修改 认证").click()
    facts.get_by_label("CCC").check()
    facts.get_by_label("ISO9001").check()
    facts.get_by_role("button", name="保存", exact=True).click()
    expect(facts).to_contain_text("ISO9001、CCC")
    shoot(page, "customer-own-fields")
    address = page.url.split("?")[0]
    page.goto(f"{address}compare/")
    page.locator("a.chip").first.click()
    expect(page.locator("table.table")).to_contain_text("认证")
    page.get_by_label("列出全部字段").check()
    page.get_by_role("button", name="比较").click()
    shoot(page, "customer-compare")
    assert_accessible(page)


def test_a_salesman_meets_the_fields_in_the_form(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/customers/new/")
    page.get_by_role("combobox", name="行业").fill("制造业")
    page.locator("[role=option]", has_text="制造业").first.click()
    expect(page.get_by_role("heading", name="经营情况")).to_be_visible()
    expect(page.get_by_label("ISO14001")).to_be_visible()
    shoot(page, "customer-new-own-fields", full_page=True)
    assert_accessible(page)
    _is_not_let_in(page, "/settings/templates/")


def test_an_outsider_sees_neither_fields_nor_changes(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/customers/changes/")
    expect(page.get_by_text("这段时间没有变更")).to_be_visible()
    _is_not_let_in(page, "/settings/fields/")


def _is_not_let_in(page: Page, address: str) -> None:
    watch_of(page).allow(403)
    answer = page.goto(address)
    assert answer
    assert answer.status == 403
