import pytest

from kedang.core.numbers import number_of, numbers_of


@pytest.mark.parametrize("typed", ["", None, "-1", "+1", "1.0", "²", "٣", "9" * 19, "9" * 5000, "1 2", "x"])
def test_what_can_be_no_id_is_none(typed: object) -> None:
    assert number_of(typed) is None


def test_digits_are_a_number() -> None:
    assert number_of(" 042 ") == 42
    assert number_of(7) == 7


def test_what_is_no_number_is_left_out_of_a_list() -> None:
    assert numbers_of(["1", "²", "9" * 30, "2"]) == [1, 2]
