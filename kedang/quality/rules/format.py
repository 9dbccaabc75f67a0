"""Is it written as it should be?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kedang.core.errors import Invalid
from kedang.core.formats import parse_id_number, parse_uscc
from kedang.customers import contacts
from kedang.customers.models import ContactKind
from kedang.quality.names import tidied
from kedang.quality.rules.model import Dimension, Found, Point, Record, Rule
from kedang.quality.severity import Severity

if TYPE_CHECKING:
    from kedang.quality.settings import Settings

_LOOSE = frozenset({ContactKind.OTHER, ContactKind.LANDLINE, ContactKind.MOBILE})


def normal_form(point: Point) -> tuple[str, str] | None:
    """(kind, value) as it would be written today; None: it cannot be read at all.

    What lies under 其他 and is a number or an address of a known kind belongs there; so does a mobile under 座机.
    """
    kind, raw = point.kind, point.value or ""
    if kind in _LOOSE:
        guessed = str(contacts.guess_kind(raw))
        kind = guessed if guessed != ContactKind.OTHER else kind
    try:
        value, _lookup = contacts.normalise(kind, raw)
    except Invalid:
        return None
    return kind, value


def _points(record: Record, kept: Settings) -> Iterable[Found]:
    for one in record.points:
        if not one.value:
            continue
        form = normal_form(one)
        if form is None:
            yield Found(one.field, {"kind": one.kind, "why": "unreadable"})
        elif form[0] != one.kind:
            yield Found(one.field, {"kind": one.kind, "why": "kind", "is": form[0]})
        elif form[1] != one.value:
            yield Found(one.field, {"kind": one.kind, "why": "form"})


def _number(name: str, parse: Callable[[str], str]) -> Callable[[Record, Settings], Iterable[Found]]:
    def examine(record: Record, kept: Settings) -> Iterable[Found]:
        value = record.state.get(name)
        if not value:
            return
        try:
            parse(str(value))
        except Invalid:
            yield Found(name)

    return examine


def _name(record: Record, kept: Settings) -> Iterable[Found]:
    for key in ("name", "short_name"):
        value = str(record.state.get(key) or "")
        if value != tidied(value):
            yield Found(key)


FORMAT = (
    Rule(
        "uscc", _("信用代码有误"), Dimension.FORMAT, Severity.HIGH,
        _("统一社会信用代码的位数或校验码不对"), _("对照营业执照改正。"), _number("uscc", parse_uscc),
    ),
    Rule(
        "id_number", _("身份证号有误"), Dimension.FORMAT, Severity.HIGH,
        _("身份证号的位数、日期或校验码不对"), _("对照证件改正。"), _number("id_number", parse_id_number),
    ),
    Rule(
        "contact_form", _("联系方式不规范"), Dimension.FORMAT, Severity.MEDIUM,
        _("%(field)s%(why)s"), _("改成规范的写法；也可以批量整理。"), _points,
    ),
    Rule(
        "name_form", _("名称不规范"), Dimension.FORMAT, Severity.LOW,
        _("%(field)s里有全角字母数字或多余的空格"), _("改成规范的写法；也可以批量整理。"), _name,
    ),
)  # fmt: skip
