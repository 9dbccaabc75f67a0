"""A customer is asked, complains, corrects its own data by a link; the head approves, an outsider sees none of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import PASSWORD, sign_in
from e2e.server import Server

CUSTOMER = "上海永丰精密机械有限公司"


@pytest.fixture(scope="module", autouse=True)
def office(server: Server) -> None:
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", "chen@hx.example", "--name", "陈立", "--password-stdin",
        "--profile", "asvs", given=f"{PASSWORD}\n",
    )  # fmt: skip
    server.program("e2e.engaged", PASSWORD)


@pytest.fixture(scope="module")
def links() -> dict[str, str]:
    return {}


def test_a_salesman_asks_the_customer_and_sends_a_link(new_page: NewPage, links: dict[str, str]) -> None:
    page = new_page()
    sign_in(page, "sales@hx.example")
    page.goto("/complaints/")
    expect(page.get_by_role("row")).to_have_count(3)
    shoot(page, "complaints")
    assert_accessible(page)
    page.get_by_role("link", name="两批轴承有划痕").click()
    page.get_by_role("button", name="受理").click()
    expect(page.get_by_text("处理中").first).to_be_visible()
    shoot(page, "complaint", full_page=True)
    assert_accessible(page)
    page.goto("/customers/")
    page.get_by_role("link", name=CUSTOMER).first.click()
    page.locator("#customer-feedback").get_by_role("button", name="发送调查").click()
    page.get_by_role("button", name="生成链接").click()
    expect(page.locator(".qr svg")).to_be_visible(timeout=30_000)
    links["survey"] = page.get_by_label("链接", exact=True).input_value()
    shoot(page, "survey-link")
    page.get_by_role("button", name="完成").click()
    page.locator("#customer-portal").scroll_into_view_if_needed()
    page.locator("#customer-portal").get_by_role("button", name="发自助链接").click()
    page.get_by_label("请客户提供的文件").fill("营业执照副本")
    page.get_by_role("button", name="生成链接").click()
    expect(page.locator(".qr svg")).to_be_visible(timeout=30_000)
    links["portal"] = page.get_by_label("链接", exact=True).input_value()
    page.get_by_role("button", name="完成").click()
    page.locator("#customer-portal").get_by_role("button", name="验证码").click()
    links["code"] = page.locator(".code-shown").inner_text()
    shoot(page, "portal-code-made")


def test_the_customer_answers_on_a_phone(new_page: NewPage, links: dict[str, str]) -> None:
    page = new_page()
    page.goto(links["survey"])
    shoot(page, "survey-public", full_page=True)
    assert_accessible(page)
    page.locator("input[name=q1][value='5']").check(force=True)
    page.locator("input[name=q2][value='9']").check(force=True)
    page.get_by_label("还想说什么").fill("师傅很专业")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="谢谢您的答复")).to_be_visible()


def test_the_customer_corrects_its_own_data(new_page: NewPage, links: dict[str, str]) -> None:
    page = new_page()
    page.goto(links["portal"])
    expect(page.get_by_text(CUSTOMER)).to_have_count(0)
    shoot(page, "portal-door")
    assert_accessible(page)
    page.get_by_label("验证码").fill(links["code"])
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name=CUSTOMER)).to_be_visible()
    page.locator("summary", has_text="简称").click()
    page.get_by_label("简称").fill("永丰精密")
    page.get_by_role("button", name="提交更正").first.click()
    expect(page.get_by_role("heading", name="您提交的申请")).to_be_visible()
    page.set_input_files(
        "input[type=file]", {"name": "执照.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
    )
    page.get_by_role("button", name="提交", exact=True).first.click()
    expect(page.get_by_text("执照.pdf")).to_be_visible()
    page.locator("summary", has_text="提出投诉").click()
    page.get_by_label("什么事").fill("上月账单对不上")
    page.get_by_role("button", name="提交反馈").click()
    expect(page.locator("#feedback").get_by_text("待受理")).to_be_visible()
    shoot(page, "portal-home", full_page=True)
    assert_accessible(page)


def test_the_head_approves_reads_results_and_writes_to_many(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "head@hx.example")
    page.goto("/requests/")
    shoot(page, "requests")
    assert_accessible(page)
    page.keyboard.press("a")
    expect(page.get_by_text("已采纳并更新")).to_be_visible()
    page.goto("/surveys/")
    page.get_by_role("link", name="交付满意度").click()
    expect(page.get_by_text("师傅很专业")).to_be_visible()
    shoot(page, "survey-results", full_page=True)
    assert_accessible(page)
    page.goto("/surveys/new/")
    shoot(page, "survey-builder", full_page=True)
    assert_accessible(page)
    _write_to_many(page)


def _write_to_many(page: Page) -> None:
    page.goto("/campaigns/new/")
    page.get_by_label("名称（客户看不到）").fill("新年问候")
    page.get_by_label("主题").fill("致{客户名称}")
    page.get_by_label("正文").fill("{联系人}，新年好！")
    page.get_by_role("button", name="保存并预览").click()
    expect(page.get_by_text(f"致{CUSTOMER}")).to_be_visible()
    shoot(page, "campaign-preview")
    assert_accessible(page)


def test_an_outsider_finds_nothing(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "other@hx.example")
    page.goto("/complaints/")
    expect(page.get_by_role("heading", name="没有待处理的反馈")).to_be_visible()
    page.goto("/requests/")
    expect(page.get_by_role("heading", name="没有待处理的申请")).to_be_visible()
    shoot(page, "requests-empty")
