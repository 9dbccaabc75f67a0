"""The fixes there are. Each says, of one customer's record, what it would change; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core import regions
from kedang.core.errors import Invalid
from kedang.core.formats import parse_address
from kedang.core.masking import mask_value
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.models import ContactKind
from kedang.quality.names import tidied
from kedang.quality.rules.format import normal_form
from kedang.quality.rules.model import Point, Record

Shown = tuple[str, str]  # before and after, as a page may show them


@dataclass(frozen=True)
class FieldEdit:
    """A fact gets another value."""

    key: str
    old: str
    new: str

    @property
    def shown(self) -> Shown:
        attribute = ATTRIBUTES[self.key]
        return attribute.words(self.old), attribute.words(self.new)

    @property
    def label(self) -> str:
        return str(ATTRIBUTES[self.key].label)


@dataclass(frozen=True)
class PointEdit:
    """A contact point gets another form, or (kind empty) goes out of use."""

    point: Point
    kind: str = ""
    value: str = ""

    @property
    def shown(self) -> Shown:
        """Masked: what is seen of a list is not what one may see of one customer for a reason."""
        before = f"{self.label} {_masked(self.point.kind, self.point.value or '')}"
        if not self.kind:
            return before, ""
        return before, f"{ContactKind(self.kind).label} {_masked(self.kind, self.value)}"

    @property
    def label(self) -> str:
        return str(ContactKind(self.point.kind).label)


Edit = FieldEdit | PointEdit


@dataclass(frozen=True)
class Fix:
    """`rule`: the findings it is about; `resource`, `verb`: the right it needs on the customer."""

    code: str
    label: str | Promise
    hint: str | Promise
    rules: tuple[str, ...]
    resource: str
    verb: str
    edits: Callable[[Record], Sequence[Edit]]


def _names(record: Record) -> list[Edit]:
    found: list[Edit] = []
    for key in ("name", "short_name"):
        old = str(record.state.get(key) or "")
        new = tidied(old)
        if new and new != old:
            found.append(FieldEdit(key, old, new))
    return found


def _regions(record: Record) -> list[Edit]:
    address = record.state.get("address")
    if record.state.get("region") or not address:
        return []
    try:
        code = parse_address(str(address)).code
    except Invalid:
        return []
    region = regions.current(code) if code else None
    return [FieldEdit("region", "", region.code)] if region else []


def _contacts(record: Record) -> list[Edit]:
    found: list[Edit] = []
    for one in record.points:
        form = normal_form(one) if one.value else None
        if form is not None and form != (one.kind, one.value):
            found.append(PointEdit(one, *form))
    return found


def _dead(record: Record) -> list[Edit]:
    """Only where another way to reach the customer is left."""
    alive = [one for one in record.points if one.works(record.today)]
    dead = [
        one
        for one in record.points
        if one.value and (one.is_bounced or (one.valid_until and one.valid_until < record.today))
    ]
    return [PointEdit(one) for one in dead] if alive else []


def _masked(kind: str, value: str) -> str:
    return mask_value(kind, value) if value else ""


FIXES: dict[str, Fix] = {
    one.code: one
    for one in (
        Fix(
            "names", _("整理名称"), _("去掉名称里多余的空格和隐藏字符，全角字母数字改成半角。"), ("name_form",),
            "customer", "edit", _names,
        ),
        Fix(
            "contacts", _("整理联系方式"), _("电话、邮箱改成规范的写法，放错种类的归位。"), ("contact_form",),
            "contact_point", "edit", _contacts,
        ),
        Fix(
            "regions", _("按地址补地区"), _("填了地址没有填地区的，从地址认出省、市、区。"), ("address_only",),
            "customer", "edit", _regions,
        ),
        Fix(
            "dead", _("移除失效的联系方式"), _("退信的和过期的移出；客户只剩这一个的保留。"), ("bounced", "expired_contact"),
            "contact_point", "delete", _dead,
        ),
    )
}  # fmt: skip
