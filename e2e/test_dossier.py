"""A dossier leaves the house, is checked by somebody else's tool, and comes back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import bagit
import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import OUTPUT, assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server

NAME = "上海永丰精密机械有限公司"


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.dossiers")


def test_a_dossier_leaves_and_comes_back(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    sign_in(page, "chen@hx.example")
    package = _export(page, tmp_path)
    _check_outside(package, tmp_path, new_page())
    _zip_of_folder(page)
    page.goto("/intake/dossiers/")
    expect(page.get_by_text("还没有导入过档案包")).to_be_visible()
    shoot(page, "dossier-import-empty")
    assert_accessible(page)
    _refused(page, package, tmp_path)
    _restored(page, package)


def _export(page: Page, tmp_path: Path) -> Path:
    page.goto("/customers/")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("button", name="更多").first.click()
    page.get_by_role("menuitem", name="导出客户档案").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("整份档案打成一个")).to_be_visible()
    expect(dialog.get_by_text("购买记录 1")).to_be_visible()
    shoot(page, "dossier-export")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_label("原因").fill("移交给新公司")
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="导出档案包").click()
    package = tmp_path / "dossier.zip"
    waiting.value.save_as(package)
    assert NAME in waiting.value.suggested_filename
    return package


def _check_outside(package: Path, tmp_path: Path, page: Page) -> None:
    """The Library of Congress's own tool holds it to be valid, and its index opens from the disk."""
    zipfile.ZipFile(package).extractall(tmp_path / "outside")
    (bag,) = (tmp_path / "outside").iterdir()
    bagit.Bag(str(bag)).validate()
    page.goto(f"file://{bag}/data/index.html")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    shoot(page, "dossier-index", full_page=True)
    assert_accessible(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Basics")).to_be_visible()
    page.get_by_role("link", name="Ledger extract").click()
    expect(page.get_by_text("陈立").first).to_be_visible()
    page.emulate_media(media="print")
    page.goto(f"file://{bag}/data/index.html")
    page.screenshot(path=OUTPUT / "dossier-index-print.png", full_page=True)


def _zip_of_folder(page: Page) -> None:
    page.goto("/customers/1/documents/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载为 zip").click()
    names = zipfile.ZipFile(waiting.value.path()).namelist()
    assert any("/合同/" in f"/{name}" for name in names), names
    assert waiting.value.suggested_filename.endswith(".zip")


def _refused(page: Page, package: Path, tmp_path: Path) -> None:
    bad = tmp_path / "改过的.zip"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(bad, "w") as target:
        for info in source.infolist():
            body = source.read(info)
            target.writestr(info.filename, body + b"!" if "/合同/" in info.filename else body)
    _upload(page, bad)
    expect(page.get_by_text("这个档案包不能导入，什么都没有写入")).to_be_visible(timeout=30_000)
    shoot(page, "dossier-import-refused")
    assert_accessible(page)


def _restored(page: Page, package: Path) -> None:
    page.goto("/intake/dossiers/")
    _upload(page, package)
    expect(page.get_by_role("heading", name="档案包完整，校验值全部相符")).to_be_visible(timeout=30_000)
    shoot(page, "dossier-import-ready", full_page=True)
    assert_accessible(page)
    page.get_by_role("button", name="开始恢复").click()
    expect(page.get_by_text("原作者和原时间都保留着")).to_be_visible(timeout=60_000)
    shoot(page, "dossier-import-done")
    page.get_by_role("link", name="打开客户").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def _upload(page: Page, file: Path) -> None:
    page.locator("k-upload input[data-files]").set_input_files(file)
    page.get_by_role("link", name=file.name).first.click(timeout=30_000)
