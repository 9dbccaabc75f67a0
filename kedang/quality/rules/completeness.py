"""Is everything there that has to be?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kedang.quality.rules.model import REACHING, Dimension, Found, Record, Rule
from kedang.quality.severity import Severity

if TYPE_CHECKING:
    from kedang.quality.settings import Settings


def _required(record: Record, kept: Settings) -> Iterable[Found]:
    return (Found(key) for key in record.gaps)


def _unreachable(record: Record, kept: Settings) -> Iterable[Found]:
    if not any(one.kind in REACHING and one.works(record.today) for one in record.points):
        yield Found("contact")


def _unreachable_from(record: Record, kept: Settings) -> date | None:
    """The day after the last contact point ran out is the other rule's; this one is asked again with it."""
    from kedang.quality.rules.freshness import expires_next

    return expires_next(record, kept)


def _without_owner(record: Record, kept: Settings) -> Iterable[Found]:
    if not record.has_owner:
        yield Found("owner")


def _without_region(record: Record, kept: Settings) -> Iterable[Found]:
    if record.state.get("address") and not record.state.get("region"):
        yield Found("region")


COMPLETENESS = (
    Rule(
        "required", _("缺少必填项"), Dimension.COMPLETENESS, Severity.MEDIUM,
        _("缺少%(field)s"), _("补上内容；联系方式确实没有的，标记暂无并写明原因。"), _required,
    ),
    Rule(
        "unreachable", _("缺联系方式"), Dimension.COMPLETENESS, Severity.HIGH,
        _("没有一个可用的联系方式"), _("添加一个有效的电话、邮箱或微信。"), _unreachable, _unreachable_from,
    ),
    Rule(
        "no_owner", _("没有负责人"), Dimension.COMPLETENESS, Severity.HIGH,
        _("没有在职的负责人"), _("指定一位负责人。"), _without_owner,
    ),
    Rule(
        "address_only", _("有地址没有地区"), Dimension.COMPLETENESS, Severity.LOW,
        _("填了地址，没有填地区"), _("按地址选择地区；也可以批量从地址补上。"), _without_region,
    ),
)  # fmt: skip
