"""What somebody types to break the search: an answer or an explanation, never a broken page."""

import pytest

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.people.models import Person
from kedang.search import QueryError, find

HOSTILE = [
    "大小>1.2.3",
    "大小>.",
    "大小>99999999999999999999999g",
    "版本>99999999999999999999999",
    "版本:1e999999",
    "版本:1..99999999999999999999999",
    "版本:²",
    "创建:99999999999天内",
    "创建:99999999999年内",
    "创建>99999-01-01",
    "创建:0000-00-00",
    "创建:0001-01-01",
    "创建:9999-12-31",
    "日期:9999年",
    "日期:0001..9999",
    "日期>9999-12-31",
    "名称:\x00",
    "\x00",
    "上传人:\x00",
    "档号:%_\\",
    "标签:" + "," * 400,
    "标签:" + "a," * 200,
    " OR ".join("甲乙丙丁戊己庚辛壬癸" * 10)[:500],
    "|".join("甲乙丙丁戊己庚辛壬癸" * 25),
    "|".join(["类型:空"] * 80),
    "-" * 19 + "甲",
    "-" * 400 + "甲",
    "(" * 250 + ")" * 250,
    "(" * 19 + "甲" + ")" * 19,
    "创建:" + "9" * 400,
    "大小>" + "9" * 450,
    "‮甲乙",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_breaks_nothing(query: str, abc: Customer, sales_a: Person) -> None:
    for model in (Document, Customer):
        try:
            found = find(model.objects.all(), query, as_actor(sales_a))
        except QueryError:
            continue
        assert len(found.items) <= 50
