"""The agreed vectors (requirement A8) and the slips an office makes every day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.clock import frozen
from kedang.core.errors import Invalid
from kedang.core.formats import (
    luhn_warning,
    parse_address,
    parse_email,
    parse_id_number,
    parse_phone,
    parse_uscc,
)
from kedang.core.tests.moments import NEW_YEAR_2026


@pytest.mark.parametrize(
    ("raw", "e164", "kind"),
    [
        ("138 1234 5678", "+8613812345678", "mobile"),
        ("+86-138-1234-5678", "+8613812345678", "mobile"),
        ("１３８１２３４５６７８", "+8613812345678", "mobile"),
        ("0086 13812345678", "+8613812345678", "mobile"),
        ("010-62345678", "+861062345678", "landline"),
        ("0755-26001234-88", "+8675526001234;ext=88", "landline"),
        ("(021) 5555 1234 转 801", "+862155551234;ext=801", "landline"),
        ("+86 10 6234 5678", "+861062345678", "landline"),
        ("400-800-1234", "+864008001234", "service"),
        ("8008101234", "+868008101234", "service"),
        ("+852 2345 6789", "+85223456789", "foreign"),
        ("001 415 555 2671", "+14155552671", "foreign"),
    ],
)
def test_a_phone_gets_its_international_form(raw: str, e164: str, kind: str) -> None:
    phone = parse_phone(raw)
    assert (phone.e164, phone.kind) == (e164, kind)


def test_a_number_without_country_code_is_read_in_the_given_country() -> None:
    assert parse_phone("030-0074321", "DE").e164 == "+49300074321"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("1381234567", "应为 11 位，现为 10 位"),
        ("12812345678", "没有 12 号段"),
        ("62345678", "缺少区号"),
        ("010-6234567", "不是有效的座机号"),
        ("13812345678a", "号码以外的字符"),
        ("", "号码为空"),
        ("+999 123", "不是有效的境外号码"),
    ],
)
def test_a_malformed_phone_is_refused_with_the_reason(raw: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refused:
        parse_phone(raw)
    assert refused.value.value == raw


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_refused(raw: str) -> None:
    try:
        phone = parse_phone(raw)
    except Invalid:
        return
    assert phone.e164.isascii()
    assert phone.e164.startswith("+")
    assert parse_phone(phone.e164) == phone


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_a_right_uscc_passes(code: str) -> None:
    assert parse_uscc(f" {code.lower()} ") == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100M000100Y4Z", "第 18 位不能是“Z”"),
        ("9135I100M000100Y43", "第 5 位不能是“I”"),
        ("91350100M000100Y44", "校验位不符"),
        ("91350100M000100Y4", "现为 17 位"),
    ],
)
def test_a_wrong_uscc_is_refused_with_the_reason(code: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        parse_uscc(code)


def test_a_uscc_need_not_begin_with_nine() -> None:
    assert parse_uscc("12100000000018032A") == "12100000000018032A"


@pytest.mark.parametrize("number", ["11010519491231002X", "110105 19491231 002x"])
def test_a_right_id_number_passes(number: str) -> None:
    assert parse_id_number(number) == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110105194912310021", "校验位不符"),
        ("11010519490231002X", "出生日期 19490231 不存在"),
        ("990105194912310021", "前两位 99"),
        ("1101051949123100", "应为 18 位"),
    ],
)
def test_a_wrong_id_number_is_refused_with_the_reason(number: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        parse_id_number(number)


@pytest.mark.parametrize("area", ["110103", "830000", "810000", "911156"])
def test_abolished_areas_residents_of_hong_kong_and_taiwan_and_foreigners_have_id_numbers(area: str) -> None:
    assert parse_id_number(with_check_digit(area + "19900101001"))


def test_nobody_is_born_tomorrow() -> None:
    with frozen(NEW_YEAR_2026), pytest.raises(Invalid, match="今天之后"):
        parse_id_number(with_check_digit("11010520260102001"))


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("ZhangSan@X.com", "zhangsan@x.com"),
        ("ｚｈａｎｇ＠ｘ．ｃｏｍ", "zhang@x.com"),
        ("王芳@公司.中国", "王芳@公司.中国"),
    ],
)
def test_an_email_is_compared_in_lower_case(raw: str, normal: str) -> None:
    assert parse_email(raw) == normal


@pytest.mark.parametrize(
    "raw", ["zhang", "zhang@", "@x.com", "zhang@x", "a b@x.com", "a..b@x.com", "a@-x.com"]
)
def test_a_malformed_email_is_refused(raw: str) -> None:
    with pytest.raises(Invalid, match=r"邮箱|域名"):
        parse_email(raw)


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("北京市海淀区中关村大街1号", ("北京市", "", "海淀区", "中关村大街1号", "110108")),
        ("浙江杭州西湖区文三路", ("浙江省", "杭州市", "西湖区", "文三路", "330106")),
        ("吉林市昌邑区", ("吉林省", "吉林市", "昌邑区", "", "220202")),
        ("海南藏族自治州共和县", ("青海省", "海南藏族自治州", "共和县", "", "632521")),
        ("湖北省仙桃市干河", ("湖北省", "", "仙桃市", "干河", "429004")),
        ("中国 100080 北京市海淀区", ("北京市", "", "海淀区", "", "110108")),
        ("朝阳区建国路88号", ("", "", "", "朝阳区建国路88号", "")),
        ("Obere Str. 57, Berlin", ("", "", "", "Obere Str. 57, Berlin", "")),
    ],
)
def test_an_address_is_split_at_the_district_and_kept_as_written(raw: str, parts: tuple[str, ...]) -> None:
    address = parse_address(raw)
    assert address[:5] == parts
    assert address.raw == raw


def test_a_card_number_that_looks_mistyped_is_only_pointed_out() -> None:
    assert luhn_warning("6222 0000 0000 0001")
    assert not luhn_warning("4539 1488 0343 6467")


def with_check_digit(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )
