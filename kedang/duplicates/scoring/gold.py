"""Invented customers of which it is known who is who: what the comparison is measured on (A12).

Noise as it comes in Chinese offices: 简繁, full width, legal form left out or said otherwise, the place in brackets or
left out, homophones and slips, numbers in another column, old numbers; and strangers who look alike: same name in
another city, another trade, 股份 beside 有限, a branch with its parent's telephone, an agent's number on many records.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from opencc import OpenCC

_PLACES = (
    ("北京", "110000"), ("上海", "310000"), ("深圳", "440300"), ("广州", "440100"), ("杭州", "330100"),
    ("宁波", "330200"), ("南京", "320100"), ("苏州", "320500"), ("成都", "510100"), ("武汉", "420100"),
    ("西安", "610100"), ("青岛", "370200"), ("天津", "120000"), ("长沙", "430100"), ("厦门", "350200"),
)  # fmt: skip
_FIRST = (
    "华信中天恒泰瑞鑫宏远东方金鼎盛达嘉和联创亿通博雅正大新世科源星海鸿图德润安康永丰佳美凯捷诚智慧云立顺"
)
_TRADES = (
    "科技", "贸易", "电子", "机械设备", "建筑工程", "医疗器械", "信息技术", "文化传媒", "物流", "食品", "化工",
    "装饰设计", "环保工程", "生物技术", "服饰", "汽车零部件", "新材料", "网络技术", "教育咨询", "餐饮管理",
)  # fmt: skip
_FORMS = ("有限公司",) * 7 + ("有限责任公司",) * 2 + ("股份有限公司",)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华文建国志红玉兰海燕婷宇浩然欣怡子涵雨晨"
_HOMOPHONES = {
    "华": "桦", "信": "鑫", "恒": "衡", "泰": "太", "瑞": "睿", "宏": "鸿", "盛": "晟", "联": "连", "亿": "億",
    "源": "原", "星": "兴", "润": "闰", "安": "按", "诚": "成", "智": "志", "顺": "舜", "嘉": "佳", "通": "同",
}  # fmt: skip


@dataclass(frozen=True)
class GoldRecord:
    """A record as somebody might have typed it. `entity`: who it really is."""

    entity: int
    kind: str
    name: str
    region: str = ""
    uscc: str = ""
    id_number: str = ""
    birth_date: str = ""
    phones: tuple[tuple[str, str], ...] = ()  # column, number
    emails: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    noise: tuple[str, ...] = field(default=(), compare=False)


def records(entities: int, *, seed: int = 7) -> Iterator[GoldRecord]:
    """About 1.6 records an entity, in no order that tells."""
    chance = random.Random(seed)  # noqa: S311  # invented data
    made: list[GoldRecord] = []
    number = 0
    while number < entities:
        one = _person(number, chance) if chance.random() < 0.2 else _company(number, chance)
        made.append(one)
        number += 1
        if chance.random() < 0.4:
            made += [_again(one, chance) for _copy in range(1 if chance.random() < 0.8 else 2)]
        if one.kind == "enterprise" and chance.random() < 0.12:
            made.append(_stranger(one, number, chance))
            number += 1
    chance.shuffle(made)
    yield from made


def _company(entity: int, chance: random.Random) -> GoldRecord:
    place, region = chance.choice(_PLACES)
    brand = "".join(chance.sample(_FIRST, chance.choice((2, 2, 3, 3, 4))))
    name = place + brand + chance.choice(_TRADES) + chance.choice(_FORMS)
    phones = [("mobile", _mobile(chance))]
    if chance.random() < 0.6:
        phones.append(("landline", _landline(chance)))
    if chance.random() < 0.03:
        phones.append(("landline", "400-600-0001"))  # the agent who files for many
    return GoldRecord(
        entity,
        "enterprise",
        name,
        region if chance.random() < 0.8 else "",
        _uscc(entity, region) if chance.random() < 0.6 else "",
        phones=tuple(phones),
        emails=(f"office{entity}@c{chance.randrange(10**6)}.example",) if chance.random() < 0.6 else (),
        people=tuple(_human(chance) for _one in range(chance.choice((1, 1, 2)))),
    )


def _person(entity: int, chance: random.Random) -> GoldRecord:
    born = f"{chance.randrange(1955, 2004)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return GoldRecord(
        entity,
        "person",
        _human(chance),
        chance.choice(_PLACES)[1] if chance.random() < 0.7 else "",
        id_number=_id_number(born, chance) if chance.random() < 0.4 else "",
        birth_date=born if chance.random() < 0.7 else "",
        phones=(("mobile", _mobile(chance)),),
        emails=(f"p{entity}@m{chance.randrange(10**6)}.example",) if chance.random() < 0.5 else (),
    )


def _again(one: GoldRecord, chance: random.Random) -> GoldRecord:
    """The same customer, entered by somebody else."""
    noise: list[str] = []

    def happens(name: str, odds: float) -> bool:
        if chance.random() < odds:
            noise.append(name)
            return True
        return False

    copy = one
    if one.kind == "enterprise":
        for name, odds, change in _CHANGES:
            if happens(name, odds):
                copy = replace(copy, name=change(copy.name, chance))
    if happens("traditional", 0.1):
        copy = replace(copy, name=_traditional(copy.name))
    if happens("full_width", 0.05):
        copy = replace(copy, name=copy.name.replace("(", "（").replace(")", "）") + "　")
    if happens("no_number", 0.5):
        copy = replace(copy, uscc="", id_number="")
    copy = _facts_again(copy, happens, chance)
    return replace(copy, noise=tuple(noise))


def _facts_again(
    copy: GoldRecord, happens: Callable[[str, float], bool], chance: random.Random
) -> GoldRecord:
    if happens("no_region", 0.3):
        copy = replace(copy, region="")
    copy = replace(copy, phones=tuple(_phones_again(copy.phones, happens, chance)))
    if copy.emails and happens("other_mail", 0.35):
        copy = replace(
            copy, emails=() if chance.random() < 0.6 else (f"x{chance.randrange(10**8)}@o.example",)
        )
    if copy.people and happens("other_people", 0.25):
        copy = replace(copy, people=(_human(chance),))
    if copy.birth_date and happens("no_birthday", 0.2):
        copy = replace(copy, birth_date="")
    return copy


def _phones_again(
    phones: tuple[tuple[str, str], ...], happens: Callable[[str, float], bool], chance: random.Random
) -> Iterator[tuple[str, str]]:
    for column, number in phones:
        if happens("old_phone", 0.2):
            yield column, _mobile(chance) if column == "mobile" else _landline(chance)
        elif column == "mobile" and happens("swapped", 0.15):
            yield "landline", number
        elif happens("written_otherwise", 0.3):
            yield column, f"+86 {number[:3]} {number[3:]}" if column == "mobile" else number.replace("-", " ")
        else:
            yield column, number


def _stranger(one: GoldRecord, entity: int, chance: random.Random) -> GoldRecord:
    """Somebody else who looks like `one`."""
    place = next(place for place, _code in _PLACES if one.name.startswith(place))
    kind = chance.choice(("city", "trade", "stock", "branch"))
    other, region = chance.choice([each for each in _PLACES if each[0] != place])
    base = replace(_company(entity, chance), entity=entity, uscc="", noise=(kind,))
    if kind == "city":
        return replace(base, name=other + one.name[len(place) :], region=region)
    if kind == "trade":
        trade = next(each for each in _TRADES if each in one.name)
        new = chance.choice([each for each in _TRADES if each != trade])
        return replace(base, name=one.name.replace(trade, new), region=one.region, people=one.people)
    if kind == "stock":
        form = "有限公司" if one.name.endswith("股份有限公司") else "股份有限公司"
        stem = one.name.removesuffix("股份有限公司").removesuffix("有限责任公司").removesuffix("有限公司")
        return replace(base, name=stem + form, region=one.region, phones=one.phones)
    return replace(
        base, name=f"{one.name}{other}分公司", region=region, phones=one.phones[:1], people=one.people
    )


def _said_otherwise(name: str, chance: random.Random) -> str:
    if name.endswith("股份有限公司"):
        return name.removesuffix("股份有限公司") + "股份公司"
    stem = name.removesuffix("有限责任公司").removesuffix("有限公司")
    return stem + chance.choice(("有限责任公司", "有限公司", "公司", ""))


def _in_brackets(name: str, chance: random.Random) -> str:
    place = name[:2]
    rest = name[2:]
    for form in ("股份有限公司", "有限责任公司", "有限公司"):
        if rest.endswith(form):
            return f"{rest.removesuffix(form)}（{place}）{form}"
    return name


def _without_place(name: str, chance: random.Random) -> str:
    return name[2:] if any(name.startswith(place) for place, _code in _PLACES) else name


def _homophone(name: str, chance: random.Random) -> str:
    places = [number for number, sign in enumerate(name) if number >= 2 and sign in _HOMOPHONES]
    if not places:
        return name
    where = chance.choice(places)
    return name[:where] + _HOMOPHONES[name[where]] + name[where + 1 :]


def _slip(name: str, chance: random.Random) -> str:
    where = chance.randrange(3, max(4, len(name) - 4))
    return (
        name[:where] + name[where + 1 :]
        if chance.random() < 0.5
        else name[:where] + name[where - 1] + name[where:]
    )


_CHANGES: tuple[tuple[str, float, Callable[[str, random.Random], str]], ...] = (
    ("homophone", 0.1, _homophone),
    ("slip", 0.06, _slip),
    ("in_brackets", 0.1, _in_brackets),
    ("form", 0.35, _said_otherwise),
    ("without_place", 0.15, _without_place),
)


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _human(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))


def _mobile(chance: random.Random) -> str:
    return f"1{chance.choice((38, 39, 50, 36, 37, 86, 77, 33))}{chance.randrange(10**8):08}"


def _landline(chance: random.Random) -> str:
    area = chance.choice((10, 21, 755, 571, 28, 25))
    return f"0{area}-{chance.randrange(2, 9)}{chance.randrange(10**7):07}"


def _uscc(entity: int, region: str) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91{region}{entity:09}"
    total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def _id_number(born: str, chance: random.Random) -> str:
    body = f"310101{born.replace('-', '')}{chance.randrange(1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11]
    )
