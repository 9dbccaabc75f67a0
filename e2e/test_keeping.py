"""Nothing typed or sent is lost: files go on while one moves about, two who save are asked, entries wait for a reload
and for signing in again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server
from e2e.watch import watch_of

_IS_KEPT = """() => new Promise((done) => {
  const look = () => (Object.keys(sessionStorage).some((key) => key.startsWith("kd-keep:")) ? done() : setTimeout(look, 50));
  look();
})"""
CUSTOMER = "杭州瑞鑫信息技术有限公司"


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.designed", PASSWORD)


def _open(page: Page) -> None:
    page.goto("/customers/")
    page.get_by_role("link", name=CUSTOMER, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CUSTOMER)


def _hold(page: Page, address: re.Pattern[str]) -> Callable[[], None]:
    """Requests to `address` wait until what is returned is called."""
    held: list[Route] = []
    is_free = False
    page.route(address, lambda route: route.continue_() if is_free else held.append(route))

    def release() -> None:
        nonlocal is_free
        is_free = True
        for route in held:
            route.continue_()

    return release


def _edit_contact(page: Page) -> None:
    _open(page)
    page.locator("#customer-contacts").get_by_role("button", name=re.compile("更多|操作")).first.click()
    page.get_by_role("menuitem", name="修改").first.click()
    expect(page.locator("#dialog-frame")).to_be_visible()


def test_files_go_on_while_one_moves_about(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    _open(page)
    page.goto(f"{page.url.rstrip('/')}/documents/")
    sent = _hold(page, re.compile("/uploads/"))
    file = tmp_path / "年度框架协议.txt"
    file.write_text("年度框架协议", encoding="utf-8")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="上传文件").first.click()
    chosen.value.set_files(file)
    expect(page.get_by_text(file.name).first).to_be_visible()
    page.get_by_role("navigation").first.get_by_role("link", name="任务").click()
    expect(page).to_have_url(re.compile("/tasks/"))
    panel = page.locator("k-uploads")
    expect(panel).to_contain_text("年度框架协议.txt")
    shoot(page, "upload-panel")
    assert_accessible(page)
    sent()
    expect(panel).to_contain_text("已上传")
    page.goto("/documents/")
    expect(page.get_by_role("link", name=re.compile(f"^{CUSTOMER}_"))).to_be_visible()


def test_two_who_save_choose_field_by_field(new_page: NewPage) -> None:
    mine, theirs = new_page(), new_page()
    sign_in(mine, "sales@hx.example")
    sign_in(theirs, "head@hx.example")
    _edit_contact(mine)
    _edit_contact(theirs)
    theirs.locator("#dialog-frame [name=label]").fill("前台")
    theirs.locator("#dialog-frame [name=person]").fill("王芳")
    theirs.locator("#dialog-frame").get_by_role("button", name="保存").click()
    expect(theirs.locator("#dialog-frame")).to_be_hidden()
    mine.locator("#dialog-frame [name=label]").fill("总机")
    mine.locator("#dialog-frame").get_by_role("button", name="保存").click()
    conflict = mine.locator("#conflict")
    expect(conflict).to_be_visible()
    expect(conflict.get_by_role("row", name=re.compile("说明.*总机.*前台"))).to_be_visible()
    expect(conflict.get_by_role("row", name=re.compile("联系人.*王芳"))).to_be_visible()
    shoot(mine, "conflict")
    assert_accessible(mine)
    # Nobody but the other one touched it: theirs stands, and nothing says that both did.
    person = conflict.get_by_role("row", name=re.compile("联系人"))
    expect(person.get_by_role("radio").last).to_be_checked()
    expect(person.locator(".badge")).to_have_count(0)
    conflict.get_by_role("button", name="按结果保存").click()
    expect(mine.locator("#dialog-frame")).to_be_hidden()
    expect(mine.locator("#customer-contacts")).to_contain_text("总机")
    expect(mine.locator("#customer-contacts")).to_contain_text("王芳")


def test_what_was_typed_is_there_after_a_reload(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    _edit_contact(page)
    page.locator("#dialog-frame [name=label]").fill("采购办公室")
    page.evaluate(_IS_KEPT)
    page.reload()
    _edit_contact(page)
    dialog = page.locator("#dialog-frame")
    expect(dialog).to_contain_text("已恢复您上次没有保存的内容")
    expect(dialog.locator("[name=label]")).to_have_value("采购办公室")
    dialog.get_by_role("button", name="放弃").click()
    expect(dialog.locator("[name=label]")).not_to_have_value("采购办公室")


def test_a_session_ended_elsewhere_asks_to_sign_in_beside_the_page(new_page: NewPage) -> None:
    page = new_page()
    watch_of(page).allow(401)
    sign_in(page, "sales@hx.example")
    _edit_contact(page)
    page.locator("#dialog-frame [name=label]").fill("财务部")
    page.context.clear_cookies(name="kedang_session")
    page.locator("#dialog-frame").get_by_role("button", name="保存").click()
    asked = page.locator("#signed-out")
    expect(asked).to_be_visible()
    shoot(page, "signed-out")
    assert_accessible(page)
    with page.context.expect_page() as opened:
        asked.get_by_role("link", name="重新登录").click()
    sign_in(opened.value, "sales@hx.example")
    opened.value.close()
    if asked.is_visible():  # the window that comes back to front looks by itself
        asked.get_by_role("button", name="我已登录，继续").click()
    expect(asked).to_be_hidden()
    page.locator("#dialog-frame").get_by_role("button", name="保存").click()
    expect(page.locator("#customer-contacts")).to_contain_text("财务部")
