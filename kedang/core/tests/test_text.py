import pytest

from kedang.core.text import match_key, pinyin_keys, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ（北京）有限公司", "ABC(北京)有限公司"),
        ("臺灣永豐有限公司", "台湾永丰有限公司"),
        ("北京 华信 科技有限公司", "北京华信科技有限公司"),
        ("abc公司", "ＡＢＣ公司"),
        ("华信〔上海〕公司", "华信【上海】公司"),
        ("华信\u200b公司", "华信公司"),
    ],
)
def test_spellings_of_one_name_have_one_match_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    "other",
    ["华信科技股份有限公司", "华信科技有限公司上海分公司", "华信科技有限责任公司", "华讯科技有限公司"],
)
def test_other_companies_have_other_match_keys(other: str) -> None:
    assert match_key(other) != match_key("华信科技有限公司")


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾国藩", "zengguofan", "zgf"),
        ("仇英", "qiuying", "qy"),
        ("解缙", "xiejin", "xj"),
        ("朴树", "piaoshu", "ps"),
        ("欧阳修", "ouyangxiu", "oyx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长沙银行", "changshayinhang", "csyh"),
        ("重庆长安汽车", "chongqingchanganqiche", "cqcaqc"),
        ("厦门航空", "xiamenhangkong", "xmhk"),
        ("ABC公司", "abcgongsi", "abcgs"),
        ("北京（华信）", "beijinghuaxin", "bjhx"),
    ],
)
def test_names_are_read_as_the_office_reads_them(name: str, full: str, initials: str) -> None:
    assert pinyin_keys(name) == (full, initials)


def test_what_cannot_be_seen_does_not_stay_in_a_name() -> None:
    assert tidy("  华信\x00　 公司 ") == "华信 公司"
