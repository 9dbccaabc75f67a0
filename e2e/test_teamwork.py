"""Working together as a salesman, a colleague, a head and an outsider: comments, following, the pool, a hand-over."""

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
    server.program("e2e.together", PASSWORD)


def test_a_salesman_asks_the_head_and_the_head_follows(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    _open(page, "上海永丰")
    _say(page)
    page.goto("/documents/")
    page.locator("tbody tr a").first.click()
    page.get_by_role("tab", name="评论").click()
    expect(page.locator("#comments")).to_be_visible()
    page.locator("#comments textarea").fill("第二页缺章")
    page.locator("#comments [data-attach]").set_input_files(
        {"name": "缺章的一页.txt", "mimeType": "text/plain", "buffer": "第二页".encode()}
    )
    expect(page.locator("#comments [data-files] .chip[data-document]")).to_have_count(1)
    page.locator("#comments").get_by_role("button", name="发表").click()
    expect(page.locator("#comments .moment")).to_contain_text("第二页缺章")
    expect(page.locator("#comments .moment .chip")).to_have_count(1)
    expect(page.locator("#comments textarea")).to_have_value("")
    shoot(page, "comments-document")
    assert_accessible(page)

    head = new_page()
    sign_in(head, "head@hx.example")
    head.goto("/notices/")
    expect(head.locator("main")).to_contain_text("孙悦 在 上海永丰精密机械有限公司 的评论里提到了您")
    _open(head, "上海永丰")
    head.locator(".follow").get_by_role("button").click()
    expect(head.locator(".follow")).to_contain_text("已关注")
    head.goto("/following/")
    expect(head.locator("tbody tr")).to_have_count(1)
    shoot(head, "following")
    assert_accessible(head)


def test_a_colleague_claims_from_the_pool(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "heir@hx.example")
    page.goto("/pool/")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text("宁波金桥物流有限公司")
    shoot(page, "pool")
    assert_accessible(page)
    page.locator("tbody tr").first.get_by_role("button", name="查看").click()
    expect(page.locator("#dialog")).to_contain_text("宁波金桥物流有限公司")
    shoot(page, "pool-card")
    assert_accessible(page)
    page.locator("#dialog").get_by_role("button", name="认领").click()
    expect(page).to_have_url(re.compile(r"/customers/\d+/"))
    expect(page.locator("h1")).to_have_text("宁波金桥物流有限公司")


def test_the_head_hands_a_leaver_s_customers_over(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/hand-overs/new/")
    _choose(page, "h-leaver", "孙悦")
    _choose(page, "h-heirs", "赵敏")
    expect(page.locator("#hand-over-preview")).to_contain_text("3 位客户会转交")
    # What was entered outlives a reload, people chosen among several too.
    page.wait_for_timeout(400)
    page.reload()
    expect(page.locator("#hand-over")).to_contain_text("已恢复您上次没有保存的内容")
    expect(page.locator("#hand-over .chip")).to_contain_text("赵敏")
    expect(page.locator("#hand-over-preview")).to_contain_text("3 位客户会转交")
    shoot(page, "hand-over-new")
    assert_accessible(page)
    page.locator("#hand-over").get_by_role("button", name="开始交接").click()
    expect(page).to_have_url(re.compile(r"/hand-overs/\d+/"))
    assert not page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('kd-keep:')).length")
    page.goto(page.url)
    expect(page.locator(".page-head")).to_contain_text("已完成", timeout=30_000)
    expect(page.locator("tbody tr")).to_have_count(3)
    shoot(page, "hand-over-report")
    assert_accessible(page)


def test_an_outsider_sees_nothing_of_it(new_page: NewPage) -> None:
    page = new_page()
    watch_of(page).allow(403, 404)
    sign_in(page, "other@hx.example")
    expect(page.get_by_role("link", name="公海")).to_have_count(0)
    for address, status in (
        ("/pool/", 403),
        ("/hand-overs/new/", 403),
        ("/hand-overs/1/", 404),
        ("/comments/customer/1/", 404),
    ):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address


def _open(page: Page, name: str) -> None:
    page.goto("/customers/")
    page.get_by_role("link", name=re.compile(name)).first.click()
    expect(page.locator("h1")).to_contain_text(name)


def _say(page: Page) -> None:
    page.get_by_role("tab", name="评论").click()
    area = page.locator("#compose-comment textarea")
    area.press_sequentially("请 @wz")
    option = page.locator("#compose-comment [role=option]")
    expect(option).to_have_count(1)
    shoot(page, "comments-mention")
    # A shot leaves marks on the inputs of a page, which htmx would carry over to the next stream.
    page.reload()
    page.get_by_role("tab", name="评论").click()
    area.fill("")
    area.press_sequentially("请 @wz")
    expect(option).to_have_count(1)
    area.press("Enter")
    expect(area).to_have_value("请 @王主管 ")
    area.press_sequentially("看一下报价")
    page.keyboard.press("Control+Enter")
    moment = page.locator("#customer-timeline .moment", has_text="看一下报价")
    expect(moment.locator(".mention")).to_have_text("@王主管")
    shoot(page, "comments")
    assert_accessible(page)


def _choose(page: Page, field: str, name: str) -> None:
    page.locator(f"#{field}").fill(name)
    page.locator("[role=option]", has_text=name).first.click()
