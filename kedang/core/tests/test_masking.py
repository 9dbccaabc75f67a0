import pytest

from kedang.core.masking import mask_value


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("mobile", "13812345678", "138****5678"),
        ("mobile", "+8613812345678", "138****5678"),
        ("landline", "010-62345678", "010-****78"),
        ("id_number", "11010519491231002X", "110***********002X"),
        ("email", "zhangsan@x.com", "z***@x.com"),
        ("card", "6222000000001234", "**** 1234"),
        ("address", "北京市海淀区中关村大街1号", "北京市海淀区****"),
        ("address", "某处1号", "****"),
        ("wechat", "zhang_san", "z***n"),
        ("mobile", "", ""),
    ],
)
def test_a_personal_value_is_shown_only_in_part(kind: str, value: str, masked: str) -> None:
    assert mask_value(kind, value) == masked
