"""Does one field contradict another?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kedang.core.errors import Invalid
from kedang.core.formats import parse_address, parse_id_number
from kedang.core.formats.codes import birth_date, is_male
from kedang.customers.models import ContactKind, Gender, Kind, Stage, Status
from kedang.quality.area_codes import province_of
from kedang.quality.rules.model import Dimension, Found, Record, rules_of
from kedang.quality.severity import Severity

if TYPE_CHECKING:
    from kedang.quality.settings import Settings

_EARLIEST = date(1900, 1, 1)
_OF_PERSONS = ("id_number", "birth_date", "gender")


def _of_other_kind(record: Record, kept: Settings) -> Iterable[Found]:
    names = ("uscc",) if record.customer.kind == Kind.PERSON else _OF_PERSONS
    for name in names:
        if record.state.get(name):
            yield Found(name, {"kind": record.customer.kind})


def _birth(record: Record, kept: Settings) -> Iterable[Found]:
    born = record.customer.birth_date
    if born is not None and not _EARLIEST <= born <= record.today:
        yield Found("birth_date")


def _against_id(record: Record, kept: Settings) -> Iterable[Found]:
    number = _valid_id(record)
    if number is None:
        return
    born = birth_date(number)
    if born and record.customer.birth_date and record.customer.birth_date != born:
        yield Found("birth_date")
    said = record.customer.gender
    if said and (said == Gender.MALE) != is_male(number):
        yield Found("gender")


def _valid_id(record: Record) -> str | None:
    try:
        return parse_id_number(str(record.state.get("id_number") or ""))
    except Invalid:
        return None


def _region_address(record: Record, kept: Settings) -> Iterable[Found]:
    region, address = record.state.get("region"), record.state.get("address")
    if region and address:
        code = _code_of(str(address))
        if code and code[:2] != region[:2]:
            yield Found("region", {"code": f"{code[:2]}0000"})


def _code_of(address: str) -> str:
    try:
        return parse_address(address).code
    except Invalid:
        return ""


def _region_phone(record: Record, kept: Settings) -> Iterable[Found]:
    """Only when every landline is from elsewhere: many firms have lines in several places."""
    region = str(record.state.get("region") or "")
    lines = [one for one in record.points if one.kind == ContactKind.LANDLINE and one.value]
    provinces = [province_of(one.value or "") for one in lines]
    if region and provinces and all(code and code != region[:2] for code in provinces):
        yield Found("region", {"code": f"{provinces[0]}0000"})


def _region_uscc(record: Record, kept: Settings) -> Iterable[Found]:
    """Characters 3 to 8 are where it was registered; 100000 is the state's own register."""
    region, uscc = str(record.state.get("region") or ""), str(record.state.get("uscc") or "")
    if region and len(uscc) == 18 and uscc[2:4] not in {region[:2], "10"}:
        yield Found("region", {"code": f"{uscc[2:4]}0000"})


def _lost(record: Record, kept: Settings) -> Iterable[Found]:
    over = record.customer.stage == Stage.LOST or record.customer.status == Status.ENDED
    if over and record.open_projects:
        yield Found("stage", {"count": record.open_projects})


def _dates(record: Record, kept: Settings) -> Iterable[Found]:
    start, end = record.customer.cooperation_start, record.customer.cooperation_end
    if (start and end and end < start) or (
        start and start > record.today and record.customer.stage == Stage.CURRENT
    ):
        yield Found("cooperation_start")


CONSISTENCY = rules_of(
    Dimension.CONSISTENCY,
    (
        "other_kind", _("类型与内容矛盾"), Severity.MEDIUM,
        _("%(kind)s客户不应有%(field)s"), _("清空它，或联系管理员改正客户类型。"), _of_other_kind,
    ),
    (
        "birth_date", _("出生日期有误"), Severity.MEDIUM,
        _("出生日期在今天之后或早于 1900 年"), _("改正出生日期。"), _birth,
    ),
    (
        "against_id", _("与身份证不符"), Severity.MEDIUM,
        _("%(field)s与身份证号不一致"), _("对照证件改正。"), _against_id,
    ),
    (
        "region_address", _("地区与地址不符"), Severity.MEDIUM,
        _("按地址应在%(region)s，与所填地区不同"), _("核对后改正地区或地址。"), _region_address,
    ),
    (
        "region_phone", _("地区与区号不符"), Severity.LOW,
        _("座机区号属于%(region)s，与所填地区不同"), _("核对后改正；外地座机可以忽略。"), _region_phone,
    ),
    (
        "region_uscc", _("地区与信用代码不符"), Severity.LOW,
        _("信用代码登记在%(region)s，与所填地区不同"), _("核对后改正；已迁址的可以忽略。"), _region_uscc,
    ),
    (
        "lost_with_project", _("已流失仍有项目"), Severity.MEDIUM,
        _("客户已流失或终止，还有 %(count)s 个未结束的项目"), _("结束这些项目，或改回客户阶段。"), _lost,
    ),
    (
        "dates", _("合作日期矛盾"), Severity.MEDIUM,
        _("合作开始日期晚于终止日期，或在今天之后"), _("改正合作日期。"), _dates,
    ),
)  # fmt: skip
