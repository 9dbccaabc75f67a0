"""A scan becomes text that is found and leaves as a searchable PDF; a protected file opens with its password."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server
from e2e.watch import watch_of

_SOON = 90_000  # the models are loaded once


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.scans")


def test_what_is_on_paper_and_under_a_password_is_read(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    watch_of(page).allow(400)  # a wrong password
    sign_in(page, "chen@hx.example")
    _password(page)
    _scan(page, tmp_path)
    page.goto("/documents/?q=压缩包里的说明")
    expect(page.get_by_role("link", name="旧合同.zip", exact=True)).to_be_visible()


def _open(page: Page, name: str) -> None:
    page.goto("/documents/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def _password(page: Page) -> None:
    _open(page, "加密报价.pdf")
    field = page.get_by_label("打开密码")
    expect(field).to_be_visible(timeout=_SOON)
    shoot(page, "reading-password")
    assert_accessible(page)
    field.fill("falsch")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_text("密码不对")).to_be_visible()
    field.fill("Geheim8")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(field).to_have_count(0, timeout=_SOON)
    expect(page.get_by_text("正在读取")).to_have_count(0, timeout=_SOON)


def _scan(page: Page, tmp_path: Path) -> None:
    _open(page, "传真扫描.tiff")
    link = page.get_by_role("link", name="下载 PDF，文字可查找")
    expect(link).to_be_visible(timeout=_SOON)
    shoot(page, "reading-scan")
    assert_accessible(page)
    with page.expect_download() as waiting:
        link.click()
    copy = tmp_path / "copy.pdf"
    waiting.value.save_as(copy)
    assert waiting.value.suggested_filename == "传真扫描（可检索）.pdf"
    text = pdfium.PdfDocument(copy)[0].get_textpage().get_text_range()
    assert "service agreement" in text
    page.goto("/documents/?q=thirty")
    expect(page.get_by_role("link", name="传真扫描.tiff", exact=True)).to_be_visible()
