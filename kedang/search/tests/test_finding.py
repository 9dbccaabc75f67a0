from __future__ import annotations

import pytest

from kedang import search
from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.search import QueryError
from kedang.search.finding import UNCAPPED, Budget
from kedang.search.tests.conftest import MakeSubject, write


def names(query: str, actor: Actor) -> set[str]:
    page = search.find(Customer.objects.all(), query, actor, budget=UNCAPPED)
    assert page.count == len(page.items)
    assert set(search.compile(query, Customer, actor, budget=UNCAPPED)) == set(page.items)
    return {customer.name for customer in page.items}


@pytest.mark.parametrize(
    "query",
    [
        "华信",
        "信",
        "ABC",
        "b",
        "ａｂｃ",
        "臺灣",
        "湾",
        "138 1234",
        "1234-5678",
        "38",
        "zhang",
        "san@exa",
        "hx",
        "huaxin",
        "tai",
    ],
)
def test_a_customer_is_found_by_any_fragment(
    query: str, make_subject: MakeSubject, everything: Actor
) -> None:
    make_subject(name="华信ABC台湾公司", contacts="13812345678\n138 1234 5678\nzhang.san@example.com")
    make_subject(name="邻居", contacts="")
    assert names(query, everything) == {"华信ABC台湾公司"}


def test_every_word_must_be_there_in_whichever_part(make_subject: MakeSubject, everything: Actor) -> None:
    write(make_subject(name="华信"), "contacts", {"contacts": "021-68881234"})
    make_subject(name="华信二")
    assert names("华信 6888", everything) == {"华信"}
    assert names("华信 -6888", everything) == {"华信二"}
    assert names("6888 或 二", everything) == {"华信", "华信二"}


def test_a_rewritten_part_is_found_by_its_new_text_only(make_subject: MakeSubject, everything: Actor) -> None:
    customer = make_subject(name="旧名")
    write(customer, "facts", {"name": "新名"})
    assert names("旧", everything) == set()
    assert names("新", everything) == {"旧名"}


def test_nobody_finds_or_counts_what_they_may_not_see(
    make_subject: MakeSubject, sales_a: Person, sales_b: Person, outsider: Person
) -> None:
    make_subject(sales_a, name="华信甲")
    make_subject(sales_b, name="华信乙")
    assert names("华信", as_actor(sales_a)) == {"华信甲"}
    assert names("华信", as_actor(sales_b)) == {"华信乙"}
    assert names("-不存在", as_actor(sales_a)) == {"华信甲"}
    assert names("华信", as_actor(outsider)) == set()


def test_columns_and_texts_combine(make_subject: MakeSubject, everything: Actor) -> None:
    make_subject(name="华信", stage="current")
    make_subject(name="华美", stage="prospect")
    make_subject(name="信德", stage="current")
    assert names("华 阶段:现有客户", everything) == {"华信"}
    assert names("华 或 阶段:现有客户", everything) == {"华信", "华美", "信德"}
    assert names("-(华 阶段:现有客户)", everything) == {"华美", "信德"}
    assert names("阶段!=现有客户", everything) == {"华美"}
    assert names("名称=华信", everything) == {"华信"}


def test_pages_follow_one_another_without_gap(make_subject: MakeSubject, everything: Actor) -> None:
    made = [make_subject(name=f"华信{number}").pk for number in range(7)]
    for query in ("华信", "", "-没有"):
        seen: list[int] = []
        cursor = None
        while True:
            page = search.find(
                Customer.objects.all(), query, everything, limit=3, cursor=cursor, budget=UNCAPPED
            )
            seen += [item.pk for item in page.items]
            cursor = page.cursor
            if cursor is None:
                break
        assert seen == made[::-1]


def test_a_search_that_stops_early_says_so_and_goes_on(make_subject: MakeSubject, everything: Actor) -> None:
    first = make_subject(name="甲乙")  # has both letters, and their pair
    for number in range(70):
        make_subject(name=f"甲丙，丙乙{number}")
    budget = Budget(candidates=32)
    page = search.find(Customer.objects.all(), "-丙", everything, budget=budget)
    assert (page.items, page.more, page.is_exact) == ([], True, False)
    for _round in range(2):
        page = search.find(Customer.objects.all(), "-丙", everything, budget=budget, cursor=page.cursor)
    assert (page.items, page.more) == ([first], False)


def test_snippets_mark_the_hit_and_escape_the_rest(make_subject: MakeSubject, everything: Actor) -> None:
    customer = make_subject(name="华信", text="<b>甲方</b>与乙方签订年度\n合同，ＡＢＣ项目。")
    page = search.find(Customer.objects.all(), "年度合同 abc", everything)
    [snippet] = page.snippets[customer.pk]
    assert (
        snippet.html == "&lt;b&gt;甲方&lt;/b&gt;与乙方签订<mark>年度 合同</mark>，<mark>ＡＢＣ</mark>项目。"
    )


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("华 阶断:现有", 2, "阶段"),
        ("阶段:现在有", 3, "可以是"),
        ("联系方式>5", 5, "加密"),
        ("身份证号>5", 5, "加密"),
        ("名称>5", 3, "大小"),
        ("密级>高", 3, "数字"),
        ("创建:某天", 3, "本月"),
        ("（华", 0, "括号"),
        ("？！", 0, "查找"),
    ],
)
def test_a_query_that_cannot_work_is_refused_at_its_place(
    query: str, position: int, words: str, declared: None, everything: Actor
) -> None:
    with pytest.raises(QueryError) as caught:
        search.find(Customer.objects.all(), query, everything)
    assert caught.value.position == position
    assert words in str(caught.value)
    assert caught.value.caret.splitlines()[0] == query
