"""Service levels (服务级别): how often a customer of a grade is contacted, how soon answered, by whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid, Text
from kedang.people.models import Organisation

KEY = "service_levels"
VIP = "VIP"
NAMES: dict[str, Text] = {
    VIP: "VIP",
    "A": gettext_lazy("A类"),
    "B": gettext_lazy("B类"),
    "C": gettext_lazy("C类"),
}
OWNER, HEAD = "owner", "head"
IN_CHARGE: dict[str, Text] = {OWNER: gettext_lazy("客户负责人"), HEAD: gettext_lazy("部门主管")}


@dataclass(frozen=True)
class Level:
    """`days` between contacts, `hours` to the first answer; None: nothing is promised."""

    code: str
    days: int | None
    hours: int | None
    in_charge: str = OWNER

    @property
    def label(self) -> Text:
        return NAMES[self.code]


@dataclass(frozen=True)
class Levels:
    """`vip_tag`: who bears it is VIP, whatever the grade."""

    vip_tag: str
    levels: tuple[Level, ...]

    def of(self, code: str) -> Level | None:
        return next((one for one in self.levels if one.code == code), None)

    def as_json(self) -> dict[str, Any]:
        return {"vip_tag": self.vip_tag, "levels": [asdict(one) for one in self.levels]}


DEFAULT = Levels(
    "VIP客户",
    (Level(VIP, 14, 4), Level("A", 30, 8), Level("B", 60, 24), Level("C", 180, 48)),
)


def present() -> Levels:
    organisation = Organisation.objects.filter(pk=1).first()
    stored = organisation.options.get(KEY) if organisation else None
    return Levels(stored["vip_tag"], tuple(Level(**one) for one in stored["levels"])) if stored else DEFAULT


def check(wanted: Levels) -> Levels:
    """Raises Invalid, naming level and field."""
    for one in wanted.levels:
        if one.days is not None and not 1 <= one.days <= 730:
            raise Invalid(_("联系间隔应在 1 与 730 天之间"), field=f"{one.code}-days", value=str(one.days))
        if one.hours is not None and not 1 <= one.hours <= 720:
            raise Invalid(
                _("响应时间应在 1 与 720 小时之间"), field=f"{one.code}-hours", value=str(one.hours)
            )
        if one.in_charge not in IN_CHARGE:
            raise Invalid(_("请选择由谁负责"), field=f"{one.code}-in_charge", value=one.in_charge)
    return wanted
