"""A salesman's day: what was said is entered in seconds, becomes a task, moves a project; the head sees it, others do not.

One demo company, one story: the tests of this module follow one another on one server.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.office import sign_in
from e2e.server import Server
from e2e.watch import watch_of

SALES, HEAD, OTHER = (f"{who}@huaxin-demo.example" for who in ("sales.a", "head.east", "sales.b"))


@pytest.fixture(scope="module")
def passwords(server: Server) -> dict[str, str]:
    told = server.command("demo", "load", "--small", "--passwords")
    rows = [line.split("\t") for line in told.splitlines() if line.count("\t") == 3]
    return {email: password.strip() for _post, _name, email, password in rows}


@pytest.fixture(scope="module")
def sessions() -> dict[str, StorageState]:
    return {}


def page_of(
    who: str, new_page: NewPage, passwords: dict[str, str], sessions: dict[str, StorageState]
) -> Page:
    page = new_page(sessions.get(who))
    if who not in sessions:
        sign_in(page, who, password=passwords[who])
        sessions[who] = page.context.storage_state()
    return page


@pytest.fixture
def sales(new_page: NewPage, passwords: dict[str, str], sessions: dict[str, StorageState]) -> Page:
    return page_of(SALES, new_page, passwords, sessions)


def open_customer(page: Page) -> None:
    page.goto("/customers/?q=名称:ABC公司")
    page.get_by_role("link", name="ABC公司").first.click()
    expect(page.get_by_role("heading", level=1, name="ABC公司")).to_be_visible()
    page.wait_for_load_state()  # the keys work once the scripts have run


def test_what_was_said_is_kept_with_ctrl_enter_and_its_next_step_is_a_task(sales: Page) -> None:
    open_customer(sales)
    sales.keyboard.press("r")
    words = sales.get_by_label("沟通内容")
    expect(words).to_be_focused()
    words.fill("对方看中三号样机，等法务审阅")
    sales.get_by_label("下一步").fill("催法务意见")
    sales.get_by_label("什么时候").fill("3天后")
    shoot(sales, "dealings-composer")
    assert_accessible(sales)
    words.press("Control+Enter")
    stream = sales.locator("#customer-timeline")
    expect(stream.get_by_text("对方看中三号样机，等法务审阅")).to_be_visible()
    expect(sales.locator("#customer-tasks").get_by_role("link", name="催法务意见")).to_be_visible()
    expect(words).to_have_value("")


def test_a_draft_outlives_the_page_and_a_pasted_chat_is_recognised(sales: Page) -> None:
    open_customer(sales)
    words = sales.get_by_label("沟通内容")
    words.fill("还没写完")
    expect(sales.locator("#compose-interaction").get_by_text("草稿已保存")).to_be_visible()
    sales.reload()
    expect(words).to_have_value("还没写完")
    words.fill("")
    sales.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "王建国 2026/05/20 10:32\\n合同看过了\\n赵工 2026/05/20 10:35\\n可以签");
          const area = document.querySelector("#compose-interaction textarea");
          area.value = data.getData("text/plain");
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    expect(sales.get_by_text("认出 2 条消息")).to_be_visible()
    expect(sales.get_by_label("微信")).to_be_checked()
    expect(sales.get_by_label("其他参与人")).to_have_value("赵工")
    with sales.expect_response(re.compile("timeline")):  # it loads itself again
        sales.locator("#compose-interaction").get_by_role("button", name="保存").click()
    expect(words).to_have_value("")
    sales.get_by_placeholder("在动态里查找").fill("可以签")
    expect(sales.locator("#customer-timeline").get_by_text("可以签")).to_be_visible()


def test_the_palette_keeps_an_order_at_once_and_takes_it_back(sales: Page) -> None:
    sales.goto("/tasks/")
    sales.keyboard.press("Control+k")
    sales.locator("k-palette input").fill("记录拜访 ABC 看了新厂房 下周三回访")
    order = sales.get_by_role("option", name=re.compile("记录拜访"))
    expect(order).to_contain_text("回访")
    shoot(sales, "dealings-palette")
    sales.keyboard.press("Enter")
    expect(sales.get_by_text("已记录拜访：ABC公司")).to_be_visible()
    expect(sales.locator("#tasks").get_by_role("link", name="回访").first).to_be_visible()
    sales.get_by_role("button", name="撤销").click()
    expect(sales.locator("#tasks").get_by_role("link", name="回访", exact=True)).to_have_count(0)


def test_a_task_is_done_with_one_key_and_undone(sales: Page) -> None:
    sales.goto("/tasks/")
    shoot(sales, "tasks")
    assert_accessible(sales)
    open_tasks = sales.locator("#tasks tbody tr")
    before = open_tasks.count()
    sales.keyboard.press("j")
    sales.keyboard.press("x")
    expect(open_tasks).to_have_count(before - 1)
    sales.get_by_role("button", name="撤销").click()
    expect(open_tasks).to_have_count(before)


def test_a_purchase_counts_at_once(sales: Page) -> None:
    open_customer(sales)
    sales.get_by_role("tab", name="购买").first.click()
    sales.get_by_label("产品或服务").fill("数据迁移")
    sales.get_by_label("金额").fill("1.5万")
    sales.locator("#compose-purchase").get_by_role("button", name="保存").click()
    expect(sales.locator("#customer-timeline").get_by_text("数据迁移")).to_be_visible()
    sales.locator("#tab-purchases").click()
    expect(sales.locator("#customer-purchases").get_by_text("¥15,000.00")).to_be_visible()
    shoot(sales, "dealings-customer", full_page=True)
    assert_accessible(sales)


def test_a_project_moves_by_mouse_and_by_keyboard(sales: Page) -> None:
    sales.goto("/projects/")
    shoot(sales, "projects-board")
    assert_accessible(sales)
    card = sales.locator("[data-column=quote] .board-card").first
    name = card.get_by_role("link").inner_text()
    with sales.expect_response(re.compile("/projects/$")):  # the board loads itself again
        card.drag_to(sales.locator("[data-column=signing]"))
    moved = sales.locator("[data-column=signing] .board-card", has_text=name).first
    expect(moved).to_be_visible()
    expect(sales.get_by_text(f"“{name}”已到签约")).to_be_visible()
    expect(moved).to_be_focused()
    sales.keyboard.press("Alt+ArrowRight")
    expect(sales.get_by_text(f"“{name}”已到履行")).to_be_visible()
    sales.locator("[data-column=delivery] .board-card", has_text=name).first.get_by_role("link").click()
    expect(sales.get_by_role("heading", level=1, name=name)).to_be_visible()
    shoot(sales, "project")
    assert_accessible(sales)


def test_the_head_sees_it_and_another_salesman_does_not(
    new_page: NewPage, passwords: dict[str, str], sessions: dict[str, StorageState]
) -> None:
    head = page_of(HEAD, new_page, passwords, sessions)
    open_customer(head)
    address = head.url
    expect(head.locator("#customer-timeline").get_by_text("对方看中三号样机")).to_be_visible()
    head.goto("/customers/?q=沟通内容:三号样机 最近购买<30天")
    expect(head.get_by_role("link", name="ABC公司").first).to_be_visible()
    head.goto("/intake/purchases/")
    shoot(head, "import-purchases")
    assert_accessible(head)
    other = page_of(OTHER, new_page, passwords, sessions)
    other.goto("/customers/?q=沟通内容:三号样机")
    expect(other.get_by_text("没有符合条件的客户")).to_be_visible()
    watch_of(other).allow(404)
    with other.expect_response(lambda answer: answer.url == address) as gone:
        other.goto(address)
    assert gone.value.status == 404
