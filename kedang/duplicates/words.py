"""Why two records are thought to be one, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[tuple[str, str], str | Promise] = {
    ("name", "person"): _("姓名相同"),
    ("name", "same"): _("名称相同"),
    ("name", "place"): _("名称主体与所在地相同"),
    ("name", "core"): _("名称主体相同"),
    ("name", "common"): _("名称主体相同（常见字号）"),
    ("name", "sound"): _("名称读音相同"),
    ("name", "sound_person"): _("姓名读音相同"),
    ("name", "close"): _("名称只差一两个字"),
    ("name", "within"): _("一个名称包含另一个"),
    ("name", "different"): _("名称不同"),
    ("uscc", "same"): _("统一社会信用代码相同"),
    ("uscc", "different"): _("统一社会信用代码不同"),
    ("id_number", "same"): _("身份证号相同"),
    ("id_number", "different"): _("身份证号不同"),
    ("form", "same"): _("公司形式相同"),
    ("form", "different"): _("一个是股份公司，一个不是"),
    ("branch", "same"): _("是同一家分支机构"),
    ("branch", "different"): _("总部与分支机构，或两家分支机构"),
    ("place", "same"): _("名称中的所在地相同"),
    ("place", "different"): _("名称中的所在地不同"),
    ("phones", "shared"): _("有相同的电话"),
    ("phones", "different"): _("电话不同"),
    ("emails", "shared"): _("有相同的邮箱"),
    ("emails", "different"): _("邮箱不同"),
    ("others", "shared"): _("有相同的微信、QQ 或网址"),
    ("others", "different"): _("微信、QQ 或网址不同"),
    ("people", "shared"): _("有同名联系人"),
    ("people", "different"): _("联系人不同"),
    ("region", "city"): _("在同一城市"),
    ("region", "province"): _("同省不同市"),
    ("region", "different"): _("不在同一省份"),
    ("birth_date", "same"): _("出生日期相同"),
    ("birth_date", "different"): _("出生日期不同"),
}
# What may be said of a record beyond the reader's rights: that a whole number or code is the same.
_WHOLE = {("uscc", "same"), ("phones", "shared"), ("emails", "shared"), ("others", "shared")}


@dataclass(frozen=True)
class Reason:
    """`bits`: how much it speaks for (or, below nil, against) one customer."""

    sentence: str
    bits: float

    @property
    def speaks_for(self) -> bool:
        return self.bits > 0

    @property
    def signed(self) -> str:
        return f"{'+' if self.bits > 0 else '−'}{abs(self.bits):.1f}"


def reasons_of(evidence: Iterable[list[Any]]) -> list[Reason]:
    """The strongest first."""
    found = [
        Reason(str(_SENTENCES[field, level]), float(bits))
        for field, level, bits in evidence
        if (field, level) in _SENTENCES
    ]
    return sorted(found, key=lambda one: -abs(one.bits))


def is_told_blindly(evidence: Iterable[list[Any]]) -> bool:
    return any((field, level) in _WHOLE for field, level, _bits in evidence)
