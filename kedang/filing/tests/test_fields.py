from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.errors import Invalid
from kedang.filing.fields import checked_fields, checked_values

FIELDS = checked_fields(
    [
        {"key": "contract_no", "label": "合同编号", "type": "text", "required": True},
        {"label": "金额", "type": "money"},
        {"key": "valid_until", "label": "到期日期", "type": "date"},
        {"key": "kind", "label": "种类", "type": "choice", "choices": ["甲", "乙", "甲", " "]},
    ]
)


def test_values_are_stored_in_one_form() -> None:
    typed = {"contract_no": " HT-1 ", "f2": "¥12,345.6", "valid_until": "2026年5月3日", "kind": "乙"}
    stored = checked_values(FIELDS, typed)
    assert stored == {"contract_no": "HT-1", "f2": "12345.60", "valid_until": "2026-05-03", "kind": "乙"}
    assert checked_values(FIELDS, stored) == stored


@pytest.mark.parametrize(
    ("values", "field", "complaint"),
    [
        ({}, "contract_no", "请填写“合同编号”"),
        ({"f2": "十元"}, "f2", "应是数字"),
        ({"f2": "nan"}, "f2", "应是数字"),
        ({"f2": "1.234"}, "f2", "两位小数"),
        ({"valid_until": "2026-02-30"}, "valid_until", "2026-02-30"),
        ({"kind": "丙"}, "kind", "没有选项"),
        ({"nothing": "1"}, "nothing", "没有字段"),
        ({"contract_no": "长" * 501}, "contract_no", "500"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_field(
    values: dict[str, str], field: str, complaint: str
) -> None:
    with pytest.raises(Invalid, match=complaint) as caught:
        checked_values(FIELDS, ({"contract_no": "1"} if values else {}) | values)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ([{"label": ""}], "第 1 个字段"),
        ([{"label": "甲"}, {"label": "甲"}], "两个字段"),
        ([{"label": "甲", "type": "file"}], "类型无效"),
        ([{"label": "甲", "type": "choice"}], "没有选项"),
        ([{"label": f"字段{n}"} for n in range(41)], "最多"),
    ],
)
def test_fields_that_cannot_be_are_refused(fields: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        checked_fields(fields)


@given(st.text())
def test_any_text_as_a_date_is_a_date_or_refused(text: str) -> None:
    try:
        stored = checked_values(FIELDS, {"contract_no": "1", "valid_until": text})
    except Invalid:
        return
    assert len(stored.get("valid_until", "2026-01-01")) == 10
