from datetime import date, timedelta
from decimal import Decimal

from kedang.grading.formulas.churn import Signs, risk, usual_interval

TODAY = date(2026, 11, 22)


def signs(*ago: int, revenue: int = 0, before: int = 0, contact: int | None = 1) -> Signs:
    days = tuple(TODAY - timedelta(days=one) for one in ago)
    last = None if contact is None else TODAY - timedelta(days=contact)
    return Signs(days, TODAY, Decimal(revenue), Decimal(before), last)


def told(given: Signs) -> list[str]:
    found = risk(given)
    return [reason.code for reason in found.reasons] if found else []


def test_who_never_bought_cannot_leave() -> None:
    assert risk(signs()) is None


def test_who_buys_as_usual_is_no_risk() -> None:
    found = risk(signs(10, 40, 70, 100, revenue=100, before=100))
    assert found is not None
    assert (found.points, found.level, found.reasons) == (0, "low", ())


def test_thrice_the_usual_interval_with_fallen_revenue_is_high() -> None:
    found = risk(signs(95, 125, 155, revenue=30, before=100))
    assert found is not None
    assert (found.points, found.level) == (80, "high")
    gap, fall = found.reasons
    assert (gap.code, gap.facts) == ("gap", {"days": 95, "usual": 30})
    assert (fall.code, fall.facts) == ("fall", {"percent": 70})


def test_the_interval_is_the_median_and_one_day_counts_once() -> None:
    days = tuple(TODAY - timedelta(days=one) for one in (0, 0, 20, 40, 400))
    assert usual_interval(days) == 20
    assert usual_interval(days[:2]) is None


def test_somebody_who_buys_daily_is_not_gone_after_three_days() -> None:
    assert told(signs(3, 4, 5, 6)) == []


def test_a_single_purchase_is_measured_by_days() -> None:
    assert told(signs(100)) == []
    assert told(signs(200)) == ["once"]
    assert told(signs(400)) == ["once"]


def test_silence_counts_and_so_does_never_having_talked() -> None:
    assert told(signs(10, contact=70)) == ["silence"]
    assert told(signs(10, contact=None)) == ["never_contacted"]


def test_points_end_at_a_hundred_and_levels_are_settings() -> None:
    everything = signs(395, 425, 455, revenue=0, before=100, contact=300)
    found = risk(everything)
    assert found is not None
    assert found.points == 100
    lenient = risk(everything, medium=101, high=101)
    assert lenient is not None
    assert lenient.level == "low"


def test_more_money_given_back_than_paid_is_a_fall_of_all() -> None:
    found = risk(signs(10, 40, revenue=-50, before=100))
    assert found is not None
    assert found.reasons[0].facts == {"percent": 100}
