"""The gallery of components with a keyboard, an input method, a phone and axe: what every page is made of."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from e2e.looks import WIDE, assert_accessible, shoot
from e2e.office import enrol, sign_in
from e2e.server import Server

PASSWORD = "Components-2026!"


@pytest.fixture
def gallery(browser: Browser, make_server: Callable[..., Server]) -> Page:
    """The gallery as somebody signed in sees it on a server that is being built."""
    server = make_server(KEDANG_DEBUG="1")
    server.start()
    server.command(
        "setup", "--org", "远景", "--admin", "founder@example.cn", "--password-stdin", given=PASSWORD
    )
    context = browser.new_context(base_url=server.address, viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "founder@example.cn", password=PASSWORD)
    enrol(page)
    page.goto("/-/gallery/")
    return page


def test_components_serve_eye_keyboard_input_method_and_phone(gallery: Page) -> None:
    assert_accessible(gallery)
    shoot(gallery, "components", full_page=True)
    _palette_and_menus(gallery)
    _selection(gallery)
    _combobox(gallery)
    _tree_and_tabs(gallery)
    _unmask(gallery)
    _inline_edit(gallery)
    _composition(gallery)
    _choices_survive(gallery)
    _answers_without_content(gallery)


def _palette_and_menus(page: Page) -> None:
    palette = page.locator("#palette")
    page.keyboard.press("/")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_hidden()
    page.get_by_role("button", name="菜单").last.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="复制路径")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem", name="复制路径")).to_be_hidden()


def _selection(page: Page) -> None:
    rows = page.locator("tbody .select input")
    counted = page.locator(".selection-count")
    rows.nth(0).click()
    rows.nth(2).click(modifiers=["Shift"])
    expect(counted).to_have_text("已选 3 条")
    page.get_by_label("选择全部行").check()
    page.get_by_role("button", name="选择全部 303 条结果").click()
    expect(counted).to_have_text("已选 303 条")
    expect(page.locator("input[name=all]")).to_have_value("标签:VIP客户")
    rows.nth(1).uncheck()
    expect(page.locator("input[name=all]")).to_have_value("")
    page.get_by_role("button", name="取消选择").click()
    expect(counted).to_be_hidden()


def _combobox(page: Page) -> None:
    box = page.get_by_label("所属客户")
    box.press_sequentially("ABC")
    expect(page.get_by_role("option", name="ABC公司")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("ABC公司")
    expect(page.locator("input[type=hidden][name=customer]")).to_have_value("ABC公司")
    box.fill("没有选中的字")
    box.blur()
    expect(box).to_have_value("")
    expect(page.locator("input[type=hidden][name=customer]")).to_have_value("")


def _tree_and_tabs(page: Page) -> None:
    first = page.get_by_role("treeitem").first
    first.locator("a").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-expanded", "true")
    page.get_by_role("tab", name="时间线").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="文档")).to_be_visible()
    page.keyboard.press("ArrowLeft")


def _unmask(page: Page) -> None:
    page.get_by_role("button", name="显示完整 手机").first.click()
    dialog = page.get_by_role("dialog", name="请说明原因")
    dialog.get_by_label("其他").check()
    dialog.get_by_role("button", name="确定").click()
    expect(dialog.get_by_role("alert")).to_have_text("请选择或写明原因")
    dialog.get_by_label("补充说明").fill("客户来电核对")
    dialog.get_by_role("button", name="确定").click()
    expect(page.locator(".masked-value").first).to_have_text("138 1234 5678")
    page.get_by_role("button", name="重新遮盖 手机").click()
    expect(page.locator(".masked-value").first).to_have_text("138****5678")


def _inline_edit(page: Page) -> None:
    row = page.locator("k-inline-edit").first
    row.get_by_role("button", name="修改 简称").press("Enter")
    box = row.get_by_label("简称")
    expect(box).to_be_focused()
    box.fill("名" * 21)
    box.press("Enter")
    expect(row.get_by_role("alert")).to_have_text("简称最多 20 个字。请缩短后再保存。")
    box.press("Escape")
    expect(row).to_contain_text("临港联合")
    page.keyboard.press("Enter")
    box.fill("临港")
    box.press("Enter")
    expect(row.get_by_role("button", name="修改 简称 临港")).to_have_text(re.compile("临港$"))
    expect(row.get_by_role("button", name="修改 简称")).to_be_focused()


def _composition(page: Page) -> None:
    """Enter that ends a composition neither sends a form nor takes an option."""
    prevented = page.get_by_role("combobox", name="查询", exact=True).first.evaluate(
        """input => !input.dispatchEvent(
            new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert prevented


def _choices_survive(page: Page) -> None:
    page.locator(".person-button").click()
    page.get_by_role("menuitemradio", name="深色").click()
    page.keyboard.press("Escape")
    page.locator(".rail-fold").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-rail", "folded")


def _answers_without_content(page: Page) -> None:
    """A session that ended answers 204 and says where to go; a tab may hold half of what was put by."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(
        "sessionStorage.setItem(`kd:counts:${document.querySelector('k-uploads').dataset.person}`, '{half');"
        "sessionStorage.setItem('kd-asked', '{half'); sessionStorage.setItem('kd-bases', '{half')"
    )
    answered: list[str] = []
    for address in (re.compile(r"/-/counts/"), re.compile(r"/search/suggest")):
        page.route(address, lambda route: _move(route, answered))
    page.reload()
    page.locator("k-query input").first.press_sequentially("AB")
    page.wait_for_timeout(600)
    assert len(answered) >= 2, answered
    assert errors == []


def _move(route: Route, answered: list[str]) -> None:
    answered.append(route.request.url)
    route.fulfill(status=204)
