from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kedang.grading.formulas.pareto import classify


def letters(*amounts: int | str) -> str:
    found = classify(dict(enumerate(map(Decimal, amounts))))
    return "".join(found.get(place, "-") for place in range(len(amounts)))


def test_the_example_of_the_rules() -> None:
    assert letters(50, 30, 10, 6, 4) == "AABCC"


def test_the_first_is_a_even_when_it_makes_everything() -> None:
    assert letters(100) == "A"
    assert letters(90, 5, 5) == "ABB"
    assert letters(97, 2, 1) == "ACC"


def test_the_order_of_entry_does_not_matter() -> None:
    assert letters(4, 30, 6, 50, 10) == "CACAB"


def test_equal_revenue_has_an_equal_class() -> None:
    assert letters(10, 10, 10) == "AAA"
    assert letters(50, 25, 25) == "AAA"
    assert letters(60, 20, 8, 8, 4) == "AABBC"


def test_who_brought_nothing_or_got_money_back_is_c() -> None:
    assert letters(80, 20, 0, -5) == "ACCC"


def test_without_revenue_there_is_nothing_to_tell_apart() -> None:
    assert classify({}) == {}
    assert letters(0, 0, -3) == "---"


def test_exactly_on_the_line_is_still_inside() -> None:
    assert letters("80.00", "15.00", "5.00") == "ABC"
    assert letters("80.01", "15.00", "4.99") == "ACC"


@given(st.dictionaries(st.integers(), st.decimals(0, 10**6, places=2), max_size=60))
def test_more_revenue_is_never_a_worse_class(revenue: dict[int, Decimal]) -> None:
    found = classify(revenue)
    ordered = sorted(found, key=lambda key: -revenue[key])
    assert [found[key] for key in ordered] == sorted(found[key] for key in ordered)
    if found:
        assert set(found) == set(revenue)
        assert found[ordered[0]] == "A"
