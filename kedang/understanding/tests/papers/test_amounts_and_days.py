from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedang.understanding.papers.amounts import in_capitals, parse_capitals, parse_money
from kedang.understanding.papers.days import parse_day
from kedang.understanding.papers.extraction import contradiction_of, fields_of
from kedang.understanding.papers.invoices import same_invoice
from kedang.understanding.papers.words import even


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999999999.99"), places=2))
def test_capitals_say_what_they_were_made_of(amount: Decimal) -> None:
    assert parse_capitals(in_capitals(amount)) == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "1234567.89"),
        ("人民币壹万元整", "10000"),
        ("叁佰零伍圆正", "305"),
        ("拾万元整", "100000"),
        ("壹亿零叁拾元整", "100000030"),
    ],
)
def test_capitals_as_offices_write_them(written: str, amount: str) -> None:
    assert parse_capitals(written) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("¥1,234.50", "1234.50"), ("12.5万元", "125000"), ("RMB 3OO元", "300"), ("1,2OO.l0", "1200.10")],
)
def test_figures_as_they_are_written_and_scanned(written: str, amount: str) -> None:
    assert parse_money(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    [
        "2026年5月3日",
        "2026-05-03",
        "2026.5.3",
        "2026/05/03",
        "20260503",
        "二〇二六年五月三日",
        "2O26年O5月03日",
    ],
)
def test_days_as_they_are_written_and_scanned(written: str) -> None:
    assert parse_day(written) == date(2026, 5, 3)


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert len(even(text)) == len(text)
    for code in ("contract", "quote", "invoice", "minutes", "id_card", "business_licence", "email"):
        assert all(found.end <= len(text) for found in fields_of(code, text))


@given(
    st.lists(st.sampled_from("发票号码：甲方合同 金额¥1，234.5年月日壹万元\n()（）公司一二至"), max_size=300)
)
def test_no_pile_of_signs_is_too_odd(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert contradiction_of("contract", text) is None or text
    assert isinstance(fields_of("invoice", text), list)


def test_an_invoice_is_the_same_by_number_and_seller() -> None:
    assert same_invoice({"invoice_no": "26310000000012345678"}) == "26310000000012345678"
    paper = {"invoice_no": "12345678", "invoice_code": "3100123456", "seller_tax_id": "X"}
    assert same_invoice(paper) != same_invoice(paper | {"seller_tax_id": "Y"})
    assert same_invoice({"invoice_no": "12345678"}) == ""
    assert same_invoice({}) == ""
