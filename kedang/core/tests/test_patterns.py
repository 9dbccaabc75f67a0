import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.errors import Invalid
from kedang.core.patterns import Group, Token, TokenSpec, parse, tokens

SPECS = (
    TokenSpec("customer", ("客户", "customer"), "", "ABC"),
    TokenSpec("number", ("序号", "seq"), "", "1", "width"),
    TokenSpec("field", ("字段",), "", "合同编号", "name"),
)


def test_literals_and_tokens_keep_their_order() -> None:
    parts = parse("A-{客户}-{seq:5}", SPECS)
    assert parts == ("A-", Token("customer", position=2), "-", Token("number", "5", position=7))


def test_a_full_width_colon_is_a_colon() -> None:
    assert parse("{序号：3}", SPECS) == (Token("number", "3"),)


def test_a_token_may_name_what_stands_in_for_it() -> None:
    assert parse("{客户|无}", SPECS) == (Token("customer", fallback="无"),)


def test_square_brackets_make_a_group_where_groups_are_known() -> None:
    (first, group) = parse("a[_{客户}]", SPECS, groups=True)
    assert (first, group) == ("a", Group(("_", Token("customer", position=3))))
    assert [token.key for token in tokens([first, group])] == ["customer"]
    assert parse("[x]", SPECS) == ("[x]",)


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("A{客}", 3, "{客户}"),
        ("A{}", 2, "{客户} {序号} {字段}"),
        ("A{客户", 2, "}"),
        ("A}", 2, "反斜杠"),
        ("{序号:x}", 1, ""),
        ("{客户:3}", 1, ""),
        ("{字段}", 1, ""),
        ("[a", 1, "]"),
        ("[a]", 1, "方括号"),
        ("[{客户}[{客户}]]", 6, "方括号"),
    ],
)
def test_a_mistake_is_shown_with_its_place_and_a_remedy(text: str, place: int, remedy: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(text, SPECS, groups=True)
    message = str(caught.value.message)
    assert message.startswith(f"第 {place} 个字符")
    assert message.endswith("^")
    assert remedy in str(caught.value.remedy)


@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parts = parse(text, SPECS, groups=True)
    except Invalid:
        return
    assert all(isinstance(part, str | Token | Group) for part in parts)


@given(st.text().filter(lambda text: len(text) < 100))
def test_escaped_text_is_literal(text: str) -> None:
    escaped = "".join(f"\\{character}" if character in "{}[]\\" else character for character in text)
    assert "".join(map(str, parse(escaped, SPECS, groups=True))) == text
