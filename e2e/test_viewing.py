"""Reading a document in the browser: as its owner, as a borrower who may only see, as an outsider."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server


@pytest.fixture(scope="module")
def papers(server: Server) -> list[str]:
    """Contract, mail, sheet."""
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    return server.program("e2e.viewings", PASSWORD).split()


def test_the_owner_reads_finds_turns_selects_and_prints(new_page: NewPage, papers: list[str]) -> None:
    page = new_page()
    sign_in(page, "owner@hx.example")
    page.goto(f"/documents/{papers[0]}/?find=违约金")
    expect(page.locator(".viewer-find output")).to_have_text("1 / 12")
    expect(page.locator("mark[data-now]")).to_have_count(1)
    expect(page.locator(".viewer-words span").first).to_be_attached()
    expect(page.locator(".viewer-thumb")).to_have_count(12)
    shoot(page, "viewer")
    assert_accessible(page)
    _by_keys(page)
    page.keyboard.press("p")
    expect(page.get_by_text("打印件由服务器制作")).to_be_visible()
    shoot(page, "viewer-print")
    page.get_by_label("用途").fill("办理续签")
    expect(page.get_by_role("button", name="生成打印件")).to_be_enabled()
    address = page.locator("form[target=_blank]").get_attribute("action") or ""
    token = page.locator("form[target=_blank] [name=csrfmiddlewaretoken]").input_value()
    made = page.request.post(address, form={"purpose": "办理续签", "csrfmiddlewaretoken": token})
    assert made.body().startswith(b"%PDF")
    page.goto(f"/documents/{papers[0]}/")
    expect(page.get_by_text("打印 1 次")).to_be_visible()


def _by_keys(page: Page) -> None:
    place = page.locator(".viewer-place input")
    page.locator(".viewer-pages").focus()
    page.keyboard.press("End")
    expect(place).to_have_value("12")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_value("11")
    page.keyboard.press("Home")
    expect(place).to_have_value("1")
    page.keyboard.press("+")
    expect(page.locator("[data-zoom-shown]")).to_have_text("125%")
    page.keyboard.press("0")
    page.keyboard.press("r")
    expect(page.locator(".viewer-pages")).to_have_attribute("data-turn", "90")
    shoot(page, "viewer-turned")
    for _quarter in range(3):
        page.keyboard.press("r")
    page.keyboard.press("f")
    page.keyboard.type("付款方式")
    expect(page.locator(".viewer-find output")).to_have_text("1 / 12")
    page.keyboard.press("Enter")
    expect(page.locator(".viewer-find output")).to_have_text("2 / 12")
    page.keyboard.press("Escape")
    expect(page.locator(".viewer-find")).to_be_hidden()


def test_a_borrower_sees_pages_that_bear_a_name_and_takes_nothing(
    new_page: NewPage, papers: list[str]
) -> None:
    page = new_page()
    sign_in(page, "reader@hx.example")
    for name, paper in zip(("contract", "mail", "sheet"), papers, strict=True):
        page.goto(f"/documents/{paper}/")
        expect(page.get_by_text("仅查看")).to_be_visible()
        expect(page.locator(".viewer-page img").first).to_be_visible()
        expect(page.get_by_role("link", name="下载")).to_have_count(0)
        assert "百分之五" not in page.content()
        shoot(page, f"viewer-only-{name}")
    assert_accessible(page)
    page.goto(f"/documents/{papers[0]}/?find=违约金")
    expect(page.locator(".viewer-find output")).to_have_text(re.compile("1 / 12"))
    assert page.locator(".viewer-words").count() == 0
    for part in ("file/", "versions/1/text/", "versions/1/words/1/", "versions/1/print/"):
        assert page.request.get(f"/documents/{papers[0]}/{part}").status == 403
    image = page.request.get(f"/documents/{papers[0]}/versions/1/pages/1/1000/")
    assert image.headers["content-type"] == "image/jpeg"
    assert image.headers["cache-control"] == "private, no-store"


def test_an_outsider_is_told_nothing(new_page: NewPage, papers: list[str]) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    for part in ("", "file/", "versions/1/pages/1/1000/", "versions/1/thumbnail/", "versions/1/find/?q=合同"):
        assert page.request.get(f"/documents/{papers[0]}/{part}").status == 404


def test_security_sets_the_rules_and_permits_have_a_list(new_page: NewPage, papers: list[str]) -> None:
    page = new_page()
    sign_in(page, "chen@hx.example")
    page.goto("/documents/levels/")
    expect(page.get_by_role("heading", name="核心商密")).to_be_visible()
    shoot(page, "level-rules")
    assert_accessible(page)
    page.goto("/documents/permits/")
    expect(page.get_by_role("heading", name="没有待批准的申请")).to_be_visible()
    shoot(page, "permits-empty")
