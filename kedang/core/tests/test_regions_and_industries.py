import pytest
from django.utils import translation

from kedang.core import industries, regions


def test_an_abolished_region_keeps_its_name_and_leads_to_its_successor() -> None:
    chongwen = regions.by_code("110103")
    assert chongwen
    assert chongwen.valid_to == 2010
    assert regions.full_name("110103") == "北京市崇文区"
    successor = regions.current("110103")
    assert successor
    assert successor.name == "东城区"


def test_an_abolished_region_is_no_longer_offered() -> None:
    assert "崇文区" not in {region.name for region in regions.children("110000")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("北京", "110000"),
        ("杭州", "330100"),
        ("浙江省杭州市", "330100"),
        ("浦东新区", "310115"),
        ("330106", "330106"),
    ],
)
def test_a_region_is_found_by_what_people_call_it(name: str, code: str) -> None:
    region = regions.find(name)
    assert region
    assert region.code == code


def test_a_name_that_several_districts_bear_is_not_guessed() -> None:
    assert regions.find("朝阳区") is None
    assert regions.find("乌有乡") is None


def test_municipalities_have_districts_directly_under_them() -> None:
    assert "海淀区" in {region.name for region in regions.children("110000")}
    assert [region.name for region in regions.parents("110108")] == ["北京市", "海淀区"]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("金融", "J"),
        ("医疗", "Q"),
        ("制造", "C"),
        ("教育", "P"),
        ("金融业", "J"),
        ("66", "J66"),
        ("银行", "J66"),
        ("IT", "I"),
    ],
)
def test_everyday_words_name_industries(word: str, code: str) -> None:
    industry = industries.find(word)
    assert industry
    assert industry.code == code


def test_all_twenty_sections_have_their_divisions() -> None:
    assert "".join(section.code for section in industries.sections()) == "ABCDEFGHIJKLMNOPQRST"
    assert all(industries.divisions(section.code) for section in industries.sections())
    assert sum(len(industries.divisions(section.code)) for section in industries.sections()) == 97


def test_a_division_is_shown_under_its_section() -> None:
    assert industries.full_name("J66") == "金融业 / 货币金融服务"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hangzhou", "330100"),
        ("zhejiang", "330000"),
        ("Jilin", "220000"),
        ("Xi'an", "610100"),
        ("Xihu District, Hangzhou, Zhejiang", "330106"),
    ],
)
def test_a_region_is_found_by_its_english_name(name: str, code: str) -> None:
    region = regions.find(name)
    assert region
    assert region.code == code
    assert regions.find("Atlantis") is None


def test_regions_and_industries_are_shown_in_the_readers_language() -> None:
    assert regions.shown("330106") == "浙江省杭州市西湖区"
    assert industries.shown("J66") == "金融业 / 货币金融服务"
    with translation.override("en"):
        assert regions.shown("330106") == "Xihu District, Hangzhou, Zhejiang"
        assert industries.shown("J66") == "Finance / Banking"
        assert regions.full_name("330106") == "浙江省杭州市西湖区"  # what the index holds


def test_what_is_shown_in_english_is_read_again() -> None:
    with translation.override("en"):
        provinces = [(province.code, province.title) for province in regions.children()]
        found = [(one.code, industries.shown(one.code)) for one in industries.sections()]
    assert all(title.isascii() for _code, title in provinces)
    assert [getattr(regions.find(title), "code", "") for _code, title in provinces] == [
        code for code, _title in provinces
    ]
    assert [getattr(industries.find(words), "code", "") for _code, words in found] == [
        code for code, _words in found
    ]
