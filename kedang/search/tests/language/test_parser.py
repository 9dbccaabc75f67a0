from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.search.language import And, Condition, Node, Not, Or, QueryError, Term, parse, show

SIGNS = '标签:VIP客户 金额>=10000<!=-"()（）：＞或且非ORand|\\..a1\n\t\u3000＂“”'
words = st.text(SIGNS, max_size=12)
terms = words.filter(str.strip).map(Term)
conditions = st.builds(
    Condition,
    st.sampled_from(["标签", "金额", "name", "创建.日"]),
    st.sampled_from([":", "=", "!=", ">", ">=", "<", "<="]),
    words,
    st.just(True),
)
trees = st.recursive(
    terms | conditions,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner.filter(lambda n: not isinstance(n, And)), min_size=2, max_size=3).map(
            lambda n: And(tuple(n))
        ),
        st.lists(inner.filter(lambda n: not isinstance(n, Or)), min_size=2, max_size=3).map(
            lambda n: Or(tuple(n))
        ),
    ),
    max_leaves=6,
)


@given(st.text(SIGNS, max_size=60) | st.text(max_size=60))
def test_any_text_is_understood_or_refused_with_its_place(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError as error:
        tree, place = None, error.position
    else:
        place = 0
    assert 0 <= place <= len(query)
    assert tree is None or parse(show(tree)) == tree


@given(trees)
def test_a_shown_query_means_the_same(tree: Node) -> None:
    assert parse(show(tree)) == tree


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("标签：VIP客户　金额≥10000", "标签:VIP客户 金额>=10000"),
        ("合同 或 报价 -发票", "合同 OR 报价 -发票"),
        ("（合同｜报价） 非 发票", "(合同 OR 报价) -发票"),
        ("“年度 合同” 且 a", '"年度 合同" a'),
        ("创建:2026-05-01..2026-06-30", "创建:2026-05-01..2026-06-30"),
        ("http://x.cn 10:30 A-B", '"http://x.cn" "10:30" A-B'),
        ("--a", "--a"),
        ("  ", None),
    ],
)
def test_a_query_is_read_as_people_write_it(query: str, shown: str | None) -> None:
    tree = parse(query)
    assert (tree and show(tree)) == shown


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("(a", 0),
        ("a)", 1),
        ('a "b', 2),
        ("阶段:", 3),
        ("a 或", 3),
        ("-" * 40 + "a", 21),
        ('""', 0),
        ("x" * 501, 500),
    ],
)
def test_an_error_names_its_place(query: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert caught.value.remedy


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        parse("华a (b")
    assert caught.value.caret == "华a (b\n　  ^"
