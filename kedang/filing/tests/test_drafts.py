import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kedang.filing.drafts import Row, change_rows, nodes_of, read_rows, rows_of

ROWS = [Row("甲"), Row("甲一", 1), Row("甲二", 1), Row("乙"), Row("丙")]


def outline(rows: list[Row]) -> str:
    return " ".join("·" * row.depth + row.name for row in rows)


@pytest.mark.parametrize(
    ("deed", "after"),
    [
        ("add", "甲 ·甲一 ·甲二 乙 丙 "),
        ("add:0", "甲 ·甲一 ·甲二 · 乙 丙"),
        ("remove:0", "乙 丙"),
        ("up:3", "乙 甲 ·甲一 ·甲二 丙"),
        ("down:0", "乙 甲 ·甲一 ·甲二 丙"),
        ("up:2", "甲 ·甲二 ·甲一 乙 丙"),
        ("up:1", "甲 ·甲一 ·甲二 乙 丙"),
        ("down:4", "甲 ·甲一 ·甲二 乙 丙"),
        ("in:3", "甲 ·甲一 ·甲二 ·乙 丙"),
        ("in:0", "甲 ·甲一 ·甲二 乙 丙"),
        ("out:2", "甲 ·甲一 甲二 乙 丙"),
        ("out:0", "甲 ·甲一 ·甲二 乙 丙"),
        ("up:99", "甲 ·甲一 ·甲二 乙 丙"),
        ("fly:1", "甲 ·甲一 ·甲二 乙 丙"),
    ],
)
def test_rows_move_with_what_lies_below_them(deed: str, after: str) -> None:
    assert outline(change_rows(ROWS, deed)) == after


def test_rows_become_nodes_and_rows_again() -> None:
    nodes = nodes_of(ROWS)
    assert [node["name"] for node in nodes] == ["甲", "乙", "丙"]
    assert [node["name"] for node in nodes[0]["children"]] == ["甲一", "甲二"]
    assert rows_of(nodes) == ROWS


def test_what_the_editor_sends_is_read() -> None:
    sent = QueryDict("name=甲&depth=0&key=a&classification=3&name= 乙 &depth=x&key=&classification=9")
    assert read_rows(sent) == [Row("甲", 0, "a", 3), Row("乙", 0, "", 1)]


DEEDS = st.tuples(st.sampled_from(["up", "down", "in", "out", "add", "remove"]), st.integers(0, 9))


@given(st.lists(DEEDS, max_size=20))
def test_no_deed_leaves_a_row_in_the_air(deeds: list[tuple[str, int]]) -> None:
    rows = list(ROWS)
    for verb, at in deeds:
        rows = change_rows(rows, f"{verb}:{at}")
    assert rows_of(nodes_of(rows)) == rows
