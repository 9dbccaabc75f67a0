from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.errors import Invalid
from kedang.filing.file_names import MOST_BYTES, safe_name
from kedang.filing.name_reading import read_name
from kedang.filing.naming import EXAMPLE, SHIPPED, Facts, follows, parse_rule, render_name

SHIPPED_RULE = parse_rule(SHIPPED)
ABC = Facts(customer="ABC公司", type="合同", date=date(2023, 10, 1), extension=".pdf", original="扫描件001")


def test_with_a_project_it_stands_in_the_name() -> None:
    assert render_name(SHIPPED_RULE, replace(ABC, project="营销项目")) == "ABC公司_营销项目_20231001.pdf"


def test_without_a_project_the_type_does() -> None:
    assert render_name(SHIPPED_RULE, ABC) == "ABC公司_20231001_合同.pdf"


def test_without_type_and_project_the_name_is_what_there_is() -> None:
    assert render_name(SHIPPED_RULE, replace(ABC, type="")) == "ABC公司_20231001.pdf"
    assert render_name(SHIPPED_RULE, Facts(original="扫描件001", extension=".pdf")) == "扫描件001.pdf"


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("{客户}[_{项目}]_{日期:YYYY-MM-DD}", "ABC公司_营销项目_2023-10-01.pdf"),
        ("{年}年{月}月_{客户简称}_{类型}", "2023年10月_ABC_合同.pdf"),
        ("{字段:合同编号}_{题名}", "HT-2023-018_年度服务合同.pdf"),
        ("{customer}_{date:YYMMDD}_{type}", "ABC公司_231001_合同.pdf"),
        ("{字段:不存在} | {原名}", "扫描件001.pdf"),
        ("{字段:不存在|无}_{原名}", "无_扫描件001.pdf"),
        ("{客户}_{手机}_{邮箱}", "ABC公司_138＊＊＊＊5678_z＊＊＊@example.com.pdf"),
    ],
)
def test_a_rule_renders(rule: str, name: str) -> None:
    assert render_name(parse_rule(rule), EXAMPLE) == name


def test_a_group_falls_away_with_its_value() -> None:
    assert render_name(parse_rule("{客户}[_{项目}]_{日期}"), ABC) == "ABC公司_20231001.pdf"


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("", "空"),
        ("合同", "没有变量"),
        ("{客户}_{日期:JJJJ}", "日期写法"),
        ("{客户}/{日期}", "不允许"),
        ("{客户}:{日期}", "不允许"),
        ("{客人}", "客人"),
        ("{客户} | 合同", "没有变量"),
    ],
)
def test_a_rule_that_cannot_name_is_refused(rule: str, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        parse_rule(rule)


def test_a_long_customer_is_shortened_and_date_and_type_stay() -> None:
    name = render_name(SHIPPED_RULE, replace(ABC, customer="长" * 200))
    assert name.endswith("长_20231001_合同.pdf")
    assert MOST_BYTES - 3 < len(name.encode()) <= MOST_BYTES


def test_a_counted_name_follows_the_rule_and_another_does_not() -> None:
    assert follows(SHIPPED_RULE, ABC, "ABC公司_20231001_合同_2.pdf")
    assert follows(SHIPPED_RULE, ABC, "abc公司_20231001_合同.PDF")
    assert not follows(SHIPPED_RULE, ABC, "扫描件001.pdf")


def test_a_ruled_name_can_be_read_backwards() -> None:
    assert read_name(SHIPPED_RULE, "ABC公司_20231001_合同_2.pdf") == {
        "customer": "ABC公司",
        "date": "20231001",
        "type": "合同",
    }
    assert read_name(SHIPPED_RULE, "ABC公司_营销项目_20231001.pdf") == {
        "customer": "ABC公司",
        "project": "营销项目",
        "date": "20231001",
    }
    assert read_name(SHIPPED_RULE, "扫描件001.pdf") is None
    assert read_name(parse_rule("{客户}[-{项目}]_{年}"), "甲_2023") == {"customer": "甲", "year": "2023"}


WORDS = st.text(
    st.characters(categories=["L", "Nd", "P", "S"], exclude_characters="_.~ "), min_size=1, max_size=15
)


@given(WORDS, WORDS | st.just(""), WORDS, st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_what_a_name_says_can_be_read_again(customer: str, project: str, kind: str, day: date) -> None:
    facts = Facts(customer=customer, project=project, type=kind, date=day, extension=".pdf")
    name = render_name(SHIPPED_RULE, facts)
    values = read_name(SHIPPED_RULE, name)
    assert values is not None
    assert render_name(SHIPPED_RULE, replace(facts, customer=values["customer"])) == name
    assert values["date"] == f"{day:%Y%m%d}"
    assert ("project" in values) == bool(project)


@given(
    st.builds(
        Facts,
        customer=st.text(),
        type=st.text(),
        project=st.text(),
        original=st.text(),
        date=st.dates() | st.none(),
    )
)
def test_every_name_is_safe_and_follows_its_rule(facts: Facts) -> None:
    name = render_name(SHIPPED_RULE, facts)
    assert name == safe_name(name)
    assert follows(SHIPPED_RULE, facts, name)
