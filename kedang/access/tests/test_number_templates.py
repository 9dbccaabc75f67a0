from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.access.number_templates import ARCHIVE, CUSTOMER, SERIES, example, parse_template
from kedang.core.errors import Invalid

DAY = date(2011, 5, 3)
FILED = {"fonds": "Z109", "category": "WS", "year": "2011", "retention": "Y", "office": "BGS"}


def test_da_t_22_as_the_standard_prints_it() -> None:
    template = parse_template(ARCHIVE, "{全宗号}-{门类}·{年度}-{期限}-{机构}-{件号:4}")
    assert template.render(FILED, DAY, 1) == "Z109-WS·2011-Y-BGS-0001"


def test_da_t_13_as_the_standard_prints_it() -> None:
    template = parse_template(ARCHIVE, "{全宗号}-{门类}·{年度}·{期限}·{机构}-{件号:4}")
    assert template.render(FILED | {"office": "办公室"}, DAY, 1) == "Z109-WS·2011·Y·办公室-0001"


def test_a_customers_number_from_initials_region_and_year() -> None:
    template = parse_template(CUSTOMER, "{拼音首字母:3}-{地区:2}-{年:2}{月}-{序号:3}")
    facts = {"initials": "abcgs", "region": "110105"}
    assert template.render(facts, DAY, 42) == "ABC-11-1105-042"
    assert template.prefix(facts, DAY) == "ABC-11-1105-"


def test_english_names_mean_the_same() -> None:
    chinese, english = (
        parse_template(CUSTOMER, text) for text in ("K{年}{地区}{序号:5}", "K{year}{region}{seq:5}")
    )
    assert example(chinese) == example(english)


def test_a_sequence_in_the_middle_counts_per_surrounding() -> None:
    template = parse_template(CUSTOMER, "{序号:3}-{年}")
    assert template.prefix({}, DAY) == "#-2011"
    assert template.render_under("#-2011", 7) == template.render({}, DAY, 7) == "007-2011"


def test_more_than_the_width_grows_instead_of_starting_over() -> None:
    assert parse_template(CUSTOMER, "K{序号:2}").render({}, DAY, 100) == "K100"


def test_a_missing_value_is_named_unless_the_template_has_a_substitute() -> None:
    with pytest.raises(Invalid, match="行业"):
        parse_template(CUSTOMER, "{行业}{序号:3}").prefix({}, DAY)
    assert parse_template(CUSTOMER, "{行业|X}{序号:3}").prefix({}, DAY) == "X"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("KH{年}", "缺少序号"),
        ("{序号}{序号}", "只能出现一次"),
        ("KH/{序号}", "/"),
        ("KH#{序号}", "#"),
        ("K H{序号}", " "),
        ("{全宗号}{序号}", "全宗号"),
        ("{行业|a/b}{序号}", "/"),
        ("{序号:13}", "1 到 12"),
    ],
)
def test_a_template_that_cannot_number_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        parse_template(CUSTOMER, text)


@pytest.mark.parametrize("series", SERIES.values(), ids=SERIES)
def test_the_shipped_templates_are_sound(series: object) -> None:
    assert isinstance(series, type(CUSTOMER))
    assert example(parse_template(series, series.shipped)).endswith("1")


VALUES = st.fixed_dictionaries(
    {"initials": st.from_regex(r"[A-Z]{1,6}", fullmatch=True), "type": st.text(min_size=1)}
)


@given(VALUES, st.integers(1, 10**8), st.integers(1, 10**8))
def test_the_prefix_and_the_sequence_make_the_number(facts: dict[str, str], one: int, other: int) -> None:
    template = parse_template(CUSTOMER, "{拼音首字母}·{类型|甲}-{序号:4}-{年}")
    number = template.render(facts, DAY, one)
    assert number == template.render_under(template.prefix(facts, DAY), one)
    assert (number == template.render(facts, DAY, other)) == (one == other)
    assert not set(number) & set('<>:"/\\|?*# \n\u202e')
