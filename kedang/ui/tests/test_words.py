from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from kedang.ui import words


def test_a_date_is_written_as_an_office_writes_it() -> None:
    assert words.day(date(2026, 5, 3)) == "2026年5月3日"
    with translation.override("en"):
        assert words.day(date(2026, 5, 3)) == "3 May 2026"


def test_a_moment_is_told_in_the_time_of_shanghai() -> None:
    assert words.moment(datetime(2026, 5, 2, 16, 5, tzinfo=UTC)) == "2026年5月3日 00:05"


def test_nothing_is_written_as_nothing() -> None:
    assert (words.day(None), words.moment(None), words.money(None), words.file_size(None)) == ("", "", "", "")


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (Decimal("12345.67"), "CNY", "¥12,345.67"),
        (-3, "USD", "-US$3.00"),
        (Decimal("0.1"), "CHF", "CHF 0.10"),
    ],
)
def test_money_has_its_sign_groups_and_two_decimals(
    amount: Decimal | int, currency: str, written: str
) -> None:
    assert words.money(amount, currency) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0 B"), (812, "812 B"), (1024, "1.0 KB"), (4404019, "4.2 MB"), (3 * 2**30, "3.0 GB")],
)
def test_a_size_has_the_unit_that_reads_best(size: int, written: str) -> None:
    assert words.file_size(size) == written


def test_a_name_keeps_its_colour_and_its_first_character() -> None:
    assert words.color_of("ABC公司") == words.color_of("ABC公司")
    assert words.color_of("ABC公司") in words.COLORS
    assert words.initial("（上海）远景") == "上"
    assert words.initial("——") == "?"


def test_the_family_of_a_file_is_known_by_its_extension() -> None:
    assert words.file_family("发票.OFD") == "ofd"
    assert words.file_family("往来.eml") == "mail"
    assert words.file_family("README") == ""
