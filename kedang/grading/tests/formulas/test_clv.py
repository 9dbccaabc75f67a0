from decimal import Decimal

import pytest

from kedang.core.errors import Invalid
from kedang.grading.formulas.clv import lifetime_value


def test_the_example_of_the_rules() -> None:
    assert lifetime_value(Decimal(1000), Decimal("0.8"), Decimal("0.1")) == Decimal("2666.67")


def test_who_surely_goes_is_worth_nothing_more() -> None:
    assert lifetime_value(Decimal(1000), Decimal(0), Decimal("0.1")) == 0


def test_a_loss_stays_a_loss() -> None:
    assert lifetime_value(Decimal(-100), Decimal("0.5"), Decimal("0.1")) == Decimal("-83.33")


@pytest.mark.parametrize(
    ("retention", "discount"), [("1.1", "0.1"), ("1", "0"), ("1.5", "0.2"), ("-0.1", "0.1")]
)
def test_a_sum_without_end_is_an_error(retention: str, discount: str) -> None:
    with pytest.raises(Invalid):
        lifetime_value(Decimal(1000), Decimal(retention), Decimal(discount))
