from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.clock import frozen
from kedang.core.day_words import find_days
from kedang.core.errors import Invalid
from kedang.dealings.quick import hear, read_command
from kedang.dealings.reading import InteractionFacts, PurchaseFacts
from kedang.workflow.actions.tasks import TaskFacts

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)  # Sunday noon in Shanghai


def test_command_customer_and_the_rest() -> None:
    command = read_command("记录电话 华信 谈了年度框架 下周三回访")
    assert command is not None
    assert (command.what, command.splits()[0]) == ("call", ("华信", "谈了年度框架 下周三回访"))
    assert command.splits()[1] == ("华信 谈了年度框架", "下周三回访")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("记录拜访 华信", "visit"),
        ("记微信 华信 好", "wechat"),
        ("记录 会议 华信 好", "meeting"),
        ("记录邮件 a b", "email"),
        ("记录购买 华信 云 1元", "purchase"),
        ("log call ABC talked", "call"),
        ("记录任务 华信 回访", "task"),
    ],
)
def test_verbs(line: str, what: str) -> None:
    command = read_command(line)
    assert command is not None
    assert command.what == what


@pytest.mark.parametrize("line", ["华信", "记录", "电话 华信", "记录本 华信", "记录电话簿"])
def test_what_is_no_command(line: str) -> None:
    assert read_command(line) is None


@pytest.mark.parametrize(
    ("said", "text", "step", "due"),
    [
        ("谈了年度框架 下周三回访", "谈了年度框架", "回访", date(2026, 11, 25)),
        ("谈了年度框架，3天后发报价", "谈了年度框架", "发报价", date(2026, 11, 25)),
        ("谈了框架 明天 发合同", "谈了框架", "发合同", date(2026, 11, 23)),
        ("谈了框架；约12月1日面谈", "谈了框架", "约面谈", date(2026, 12, 1)),
        ("谈了框架 下周三", "谈了框架", "跟进", date(2026, 11, 25)),
        ("下周三回访", "下周三回访", "回访", date(2026, 11, 25)),
    ],
)
def test_the_last_clause_with_a_day_to_come_is_the_next_step(
    said: str, text: str, step: str, due: date
) -> None:
    with frozen(NOW):
        heard = hear("call", said)
    assert isinstance(heard.facts, InteractionFacts)
    assert heard.next_step is not None
    assert (heard.facts.text, heard.next_step.title, heard.next_step.due_on) == (text, step, due)


def test_without_a_day_to_come_there_is_no_next_step_and_a_past_day_says_when() -> None:
    with frozen(NOW):
        heard = hear("visit", "昨天下午3点看了厂房")
    assert heard.next_step is None
    assert isinstance(heard.facts, InteractionFacts)
    assert f"{timezone.localtime(heard.facts.at):%m-%d %H:%M}" == "11-21 15:00"


@pytest.mark.parametrize(
    ("said", "item", "amount", "currency", "quantity"),
    [
        ("云服务 3套 12000元", "云服务", "12000", "CNY", "3"),
        ("云服务 1.2万元", "云服务", "12000", "CNY", None),
        ("License 10 个 $99.50", "License", "99.50", "USD", "10"),
        ("年度维保 8600", "年度维保", "8600", "CNY", None),
        ("昨天 5G网关 2台 3,400元", "5G网关", "3400", "CNY", "2"),
    ],
)
def test_a_purchase_in_one_line(
    said: str, item: str, amount: str, currency: str, quantity: str | None
) -> None:
    with frozen(NOW):
        facts = hear("purchase", said.replace("10 个", "10个")).facts
    assert isinstance(facts, PurchaseFacts)
    assert (facts.item, facts.amount, facts.currency) == (item, Decimal(amount), currency)
    assert facts.quantity == (Decimal(quantity) if quantity else None)


def test_a_purchase_without_amount_says_so() -> None:
    with pytest.raises(Invalid, match="金额"):
        hear("purchase", "云服务")


def test_a_task_in_one_line() -> None:
    with frozen(NOW):
        facts = hear("task", "寄样品 月底").facts
    assert isinstance(facts, TaskFacts)
    assert (facts.title, facts.due_on) == ("寄样品", date(2026, 11, 30))


@given(st.text("记录电话 华信明天下周三12月1日0元谈，", max_size=40))
def test_no_line_breaks_it(text: str) -> None:
    with frozen(NOW):
        for said in find_days(text):
            assert text[said.start : said.end]
        for what in ("call", "purchase", "need", "task"):
            with suppress(Invalid):
                hear(what, text)
