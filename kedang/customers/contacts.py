"""Contact points in their normal form: read, sealed, looked up, opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core import masking
from kedang.core.compact import compact
from kedang.core.errors import Invalid
from kedang.core.formats import parse_email, parse_phone
from kedang.core.text import fold, tidy
from kedang.customers.models.contact import ContactKind

if TYPE_CHECKING:
    from kedang.customers.models import ContactPoint

AAD = b"contact_point"
PHONES = (ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.FAX)
# A mobile written into the landline column is the same number: one group for look-up.
_GROUPS = {str(kind): "phone" for kind in PHONES}
_LONGEST = 300
_KINDS = frozenset(ContactKind.values)


class Contact(NamedTuple):
    """A contact point ready to be stored. `value` is the normal form to read, `lookup` the one to compare."""

    kind: str
    value: str = ""
    raw: str = ""
    lookup: str = ""
    label: str = ""
    person: str = ""  # the contact person's name
    absent_reason: str = ""
    verified_on: date | None = None
    valid_until: date | None = None
    token: bytes = b""  # the keyed hash equal contact points share

    @property
    def is_absent(self) -> bool:
        return not self.value


@dataclass(slots=True)
class ContactInput:
    """What somebody typed. With `absent_reason` and no value: there is none, because."""

    kind: str
    value: str = ""
    label: str = ""
    person: str = ""
    absent_reason: str = ""
    verified_on: date | None = None
    valid_until: date | None = None
    region: str = field(default="CN")  # country a phone without country code is read in


def read_contact(given: ContactInput) -> Contact:
    """Raises Invalid: no such kind, nothing given, or the value is malformed; `field` is the kind."""
    if given.kind not in _KINDS:
        raise Invalid(
            _("没有这种联系方式：%(kind)s") % {"kind": given.kind}, field="contacts", value=given.kind
        )
    raw, reason = tidy(given.value), tidy(given.absent_reason)
    if not raw:
        return _absent(given, reason)
    try:
        value, lookup = normalise(given.kind, raw, given.region)
    except Invalid as error:
        error.field = given.kind
        raise
    return Contact(
        given.kind, value, raw, lookup, tidy(given.label)[:40], tidy(given.person)[:80],
        verified_on=given.verified_on, valid_until=given.valid_until, token=token_of(given.kind, lookup),
    )  # fmt: skip


def normalise(kind: str, raw: str, region: str = "CN") -> tuple[str, str]:
    """(to read, to compare)."""
    if kind in PHONES:
        phone = parse_phone(raw, region)
        if kind == ContactKind.MOBILE and phone.kind in {"landline", "service"}:
            raise Invalid(
                _("“%(raw)s”是座机号，不是手机号") % {"raw": raw}, value=raw, remedy=_("请填在座机一栏。")
            )
        return phone.national, phone.e164
    if kind == ContactKind.EMAIL:
        address = parse_email(raw)
        return address, address
    if len(raw) > _LONGEST:
        raise Invalid(_("太长：最多 %(limit)d 个字") % {"limit": _LONGEST}, value=raw)
    if kind == ContactKind.QQ and not (raw.isascii() and raw.isdigit() and 5 <= len(raw) <= 12):
        raise Invalid(_("“%(raw)s”不是有效的 QQ 号：应为 5 至 12 位数字") % {"raw": raw}, value=raw)
    return raw, fold(raw)


def guess_kind(raw: str) -> str:
    """What kind of contact point a text is: for imports and pasted cards."""
    if "@" in raw:
        return ContactKind.EMAIL
    try:
        kind = parse_phone(raw).kind
    except Invalid:
        return ContactKind.WEBSITE if raw.startswith(("http://", "https://", "www.")) else ContactKind.OTHER
    return ContactKind.LANDLINE if kind in {"landline", "service"} else ContactKind.MOBILE


def token_of(kind: str, lookup: str) -> bytes:
    """The keyed hash equal contact points share."""
    return vault.mac("lookup", f"{_GROUPS.get(kind, kind)}:{lookup}".encode())


def id_number_token(number: str) -> bytes:
    return vault.mac("lookup", f"id_number:{number}".encode())


def dump(value: str, raw: str) -> bytes:
    return compact({"value": value, "raw": raw})


@dataclass(frozen=True, slots=True)
class Opened:
    """A contact point with its value: `value` None when its key was destroyed."""

    point: ContactPoint
    value: str | None
    raw: str | None

    @property
    def masked(self) -> str:
        return masking.mask_value(self.point.kind, self.value) if self.value else ""


def open_points(points: Iterable[ContactPoint]) -> list[Opened]:
    """With few key look-ups; the order is kept. The values are plain: mask what is shown."""
    points = list(points)
    sealed = [point for point in points if point.value is not None]
    plain = vault.unseal_many(
        [(bytes(point.value or b""), f"customer:{point.customer_id}", "profile", AAD) for point in sealed]
    )
    found = {
        point.pk: json.loads(body) for point, body in zip(sealed, plain, strict=True) if body is not None
    }
    return [Opened(point, **found.get(point.pk, {"value": None, "raw": None})) for point in points]


def unseal_texts(values: Sequence[tuple[bytes | None, int]], aad: bytes) -> list[str | None]:
    """Sealed texts of customers `(sealed, customer id)`; None for nothing or a destroyed key."""
    present = [
        (bytes(sealed), f"customer:{pk}", "profile", aad) for sealed, pk in values if sealed is not None
    ]
    opened = iter(vault.unseal_many(present))
    texts = (next(opened) if sealed is not None else None for sealed, _pk in values)
    return [text.decode() if text is not None else None for text in texts]


def _absent(given: ContactInput, reason: str) -> Contact:
    if not reason:
        raise Invalid(
            _("没有填写%(kind)s") % {"kind": ContactKind(given.kind).label},
            field=given.kind,
            remedy=_("请填写，或标记“暂无”并写明原因。"),
        )
    return Contact(
        given.kind, label=tidy(given.label)[:40], person=tidy(given.person)[:80], absent_reason=reason[:200]
    )
