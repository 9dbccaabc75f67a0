"""The customers of the demo company: number `i` is the same in every load, whoever loads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from stdnum.cn import uscc

from kedang.access.words import Clearance
from kedang.core.pinyin import pinyin_keys
from kedang.core.regions import find
from kedang.demo.words import chance, words

KNOWN = 0  # ABC公司
_EPOCH = date(2022, 1, 10)
_STAGES = ("current", "prospect", "current", "current", "lost", "prospect", "current")
_EVERY_PERSON, _EVERY_SECRET = 6, 40


@dataclass(frozen=True)
class Client:
    """One made-up customer, before it is registered. `owner`: key of the person of the company."""

    index: int
    is_person: bool
    name: str
    short_name: str
    contact: str
    contact_title: str
    contact_key: str
    trade: dict[str, Any]
    place: dict[str, Any]
    street: str
    stage: str
    grade: str
    source: str
    owner: str
    since: date
    note: str
    projects: tuple[str, ...]
    tags: tuple[str, ...]
    classification: int

    @property
    def uscc(self) -> str:
        """Valid by its check digit; no register gives out a body of `DEM`."""
        region = find(self.place["region"])
        body = f"91{region.code if region else '310115'}DEM{self.index:06d}"
        return f"{body}{uscc.calc_check_digit(body)}"

    @property
    def mobile(self) -> str:
        return f"1990000{self.index:04d}"

    @property
    def landline(self) -> str:
        return f"{self.place['code']}-5550{self.index:04d}"

    @property
    def email(self) -> str:
        domain = pinyin_keys(self.short_name).full.replace(" ", "")
        return f"{self.contact_key}@{domain}{self.index}.example"


@cache
def client(index: int) -> Client:
    dice = chance("client", index)
    known = words("customers")["known"] if index == KNOWN else None
    is_person = known is None and index % _EVERY_PERSON == _EVERY_PERSON - 1
    place, trade = _pick("places", index), _trade(index, known)
    contact, title = known["contact"] if known else (_person_name(index), dice.choice(_list("titles")))
    short_name = known["short_name"] if known else contact if is_person else _brand(index, place, trade)
    stage = "current" if known else _STAGES[index % len(_STAGES)]
    return Client(
        index=index,
        is_person=is_person,
        name=known["name"] if known else contact if is_person else short_name + dice.choice(_list("ends")),
        short_name=short_name,
        contact=contact,
        contact_title="" if is_person else title,
        contact_key=pinyin_keys(contact).full.replace(" ", ""),
        trade=trade,
        place=place,
        street=f"{dice.choice(place['streets'])}{dice.randrange(1, 980)}号{dice.randrange(3, 30)}楼",  # i18n: data
        stage=stage,
        grade="A" if known else dice.choice("ABBCCC"),
        source=dice.choice(_list("sources")),
        owner="sales_a" if known else _owner(index, place["team"], is_person),
        since=_EPOCH + timedelta(days=dice.randrange(1200)),
        note=dice.choice(_list("notes")),
        projects=tuple(known["projects"]) if known else _projects(index, is_person, stage),
        tags=_tags(index, known is not None, stage),
        classification=Clearance.CONFIDENTIAL if _is_secret(index) else Clearance.INTERNAL,
    )


def _list(name: str) -> list[Any]:
    found: list[Any] = words("customers")[name]
    return found


def _pick(name: str, index: int) -> dict[str, Any]:
    rows = _list(name)
    found: dict[str, Any] = rows[index % len(rows)]
    return found


def _trade(index: int, known: dict[str, Any] | None) -> dict[str, Any]:
    trades = _list("trades")
    found: dict[str, Any] = (
        next(one for one in trades if one["industry"] == known["industry"])
        if known
        else trades[(index // 2) % len(trades)]
    )
    return found


def _brand(index: int, place: dict[str, Any], trade: dict[str, Any]) -> str:
    """Place, brand and trade: a brand meets each place once, so that no two are called the same."""
    brands = _list("brands")
    brand = brands[(index // 10 + index * 7) % len(brands)]
    return f"{place['name']}{brand}{chance('trade', index).choice(trade['words'])}"


def _person_name(index: int) -> str:
    surnames, given = words("customers")["surnames"], _list("given")
    return f"{surnames[(index * 7) % len(surnames)]}{given[(index * 11 + index // len(given)) % len(given)]}"


def _owner(index: int, team: str, is_person: bool) -> str:
    """By the place; confidential ones are their heads', since a seller may not see them."""
    if _is_secret(index):
        return "head_south" if team == "south" else "head_east"
    if is_person and index % 4 == 1:
        return "service"
    return {"shanghai": "sales_a", "east": "sales_c", "south": "sales_b"}.get(
        team, ("sales_a", "sales_b", "service")[index % 3]
    )


def _is_secret(index: int) -> bool:
    return index % _EVERY_SECRET == 12


def _projects(index: int, is_person: bool, stage: str) -> tuple[str, ...]:
    if is_person or stage == "prospect":
        return ()
    return tuple(chance("projects", index).sample(_list("projects"), 1 + index % 2))


def _tags(index: int, is_known: bool, stage: str) -> tuple[str, ...]:
    if is_known:
        return ("VIP客户",)  # i18n: data, the name of a shipped tag
    if stage == "prospect":
        return ("潜在客户",)  # i18n: data
    return ("VIP客户",) if index % 9 == 2 else ("普通客户",)  # i18n: data
