"""The archive in a file manager: an app password, a program that saves, litmus, and what the page tells of it."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server
from scripts import browser as installed

FOLDER = "合同资料（二〇二六）"
TESTS = 104


@pytest.fixture(scope="module")
def office(server: Server) -> dict[str, Any]:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    made: dict[str, Any] = json.loads(server.program("e2e.drives", PASSWORD).splitlines()[-1])
    return made


def ask(server: Server, secret: str, method: str, path: str, body: bytes = b"", **headers: str) -> int:
    """One request of 孙悦's program."""
    basic = base64.b64encode(f"sales@hx.example:{secret}".encode()).decode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(
        server.address + quote(path), body, {"Authorization": f"Basic {basic}", **named}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_salesman_makes_an_app_password_and_wps_saves_with_it(
    server: Server, office: dict[str, Any], new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/account/")
    page.get_by_role("link", name="网络驱动器与应用密码").click()
    page.get_by_label("用在哪里").fill("办公室电脑")
    page.get_by_role("button", name="生成").click()
    secret = page.locator("#app-password").inner_text()
    assert re.fullmatch(r"([a-z2-9]{5}-){5}[a-z2-9]{5}", secret)
    shoot(page, "drive-password")
    assert_accessible(page)
    place = f"/dav/全部客户/{office['customer']}/{FOLDER}/"
    assert ask(server, secret, "PUT", place + "~$报价单.txt", b"lock") == 201
    assert ask(server, secret, "PUT", place + "~WRD1.tmp", "第二版".encode()) == 201
    (original,) = _names(server, secret, place, ending=".txt")
    assert ask(server, secret, "MOVE", place + original, Destination=_to(server, place + "~WRL1.tmp")) == 201
    assert ask(server, secret, "MOVE", place + "~WRD1.tmp", Destination=_to(server, place + original)) == 201
    assert ask(server, secret, "DELETE", place + "~WRL1.tmp") == 204
    _see_two_versions(page, original)
    page.goto("/account/drive/")
    expect(page.get_by_text("从未").first).to_be_visible()
    page.get_by_role("row", name="办公室电脑").get_by_role("button", name="停用").click()
    expect(page.get_by_text("应用密码已停用")).to_be_visible()
    assert ask(server, secret, "OPTIONS", "/dav/") == 401


def _see_two_versions(page: Page, name: str) -> None:
    page.goto("/documents/")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_text("第二版").first).to_be_visible(timeout=20_000)
    page.get_by_role("tab", name="版本").click()
    expect(page.get_by_text("经网络驱动器保存").first).to_be_visible()
    shoot(page, "drive-document")


@pytest.mark.parametrize("folder", ["litmus", FOLDER])
def test_litmus_passes_whole(server: Server, office: dict[str, Any], folder: str) -> None:
    """RFC 4918 as the neon project tries it: basic, copymove, props, locks, http."""
    place = quote(f"/dav/全部客户/{office['customer']}/{folder}/")
    done = subprocess.run(
        [installed.ensure_litmus(), "-k", server.address + place, "head@hx.example", office["passwords"]["head@hx.example"]],
        cwd=server.data,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )  # fmt: skip
    counts = re.findall(r"of (\d+) tests run: (\d+) passed", done.stdout)
    run, passed = (sum(int(each[part]) for each in counts) for part in (0, 1))
    assert (run, passed) == (TESTS, TESTS), done.stdout[-4000:]


def _to(server: Server, path: str) -> str:
    return server.address + quote(path)


def _names(server: Server, secret: str, place: str, ending: str) -> list[str]:
    basic = base64.b64encode(f"sales@hx.example:{secret}".encode()).decode()
    request = urllib.request.Request(
        server.address + quote(place),
        headers={"Authorization": f"Basic {basic}", "Depth": "1"},
        method="PROPFIND",
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = re.findall(r"<D:href>([^<]+)</D:href>", answer.read().decode())
    names = [unquote(each).rpartition("/")[2] for each in found]
    return [name for name in names if name.endswith(ending) and not name.startswith("~")]
