"""Values of custom fields: read by type, sealed when personal, shown in words.

A value as history keeps it is text, an ISO date, a decimal as text, an id, the code of an option or `yes`/`no`; a
multiple choice is its codes, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.core.text import tidy
from kedang.customers import options
from kedang.customers.models import CustomField, CustomPick, CustomValue, FieldType
from kedang.customers.typed import parse_date

_LONGEST = 1000
_LONGEST_LONG = 10_000
DEFAULT_CURRENCY = "CNY"
YES, NO = "yes", "no"
SEPARATORS = re.compile(r"[,，、;；|\n]")


@dataclass(slots=True)
class CustomRow:
    """A read value, and what hides it once `seal_rows` was there."""

    field: CustomField
    value: Any
    sealed: bytes | None = None
    token: bytes | None = None

    @property
    def words(self) -> str:
        return show(self.field, self.value)

    def stored(self, customer_id: int) -> CustomValue:
        row = CustomValue(customer_id=customer_id, field=self.field, sealed=self.sealed, token=self.token)
        if self.sealed is None:
            for column, value in columns(self.field, self.value).items():
                setattr(row, column, value)
        return row


def read_values(raw: Mapping[int, Any], fields: Mapping[int, CustomField]) -> list[CustomRow]:
    """Those that hold something. Raises Invalid naming the field."""
    rows = []
    for pk, typed in raw.items():
        if (field := fields.get(pk)) is None:
            raise Invalid(_("没有这个自定义字段"), field=f"custom:{pk}")
        value = read_value(field, typed)
        if value is not None:
            rows.append(CustomRow(field, value))
    return rows


def read_value(field: CustomField, typed: Any) -> Any:
    """None for nothing. Raises Invalid."""
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    try:
        return _READERS[FieldType(field.type)](field, str(typed).strip())
    except Invalid as error:
        error.field = field.key
        raise


def columns(field: CustomField, value: Any) -> dict[str, Any]:
    """Where a read value goes in the row."""
    empty: dict[str, Any] = {"text": "", "long": "", "number": None, "date": None, "person_id": None}
    if value is None:
        return empty
    match FieldType(field.type):
        case FieldType.NUMBER:
            return empty | {"number": Decimal(value)}
        case FieldType.MONEY:
            currency, _space, amount = value.partition(" ")
            return empty | {"number": Decimal(amount), "text": currency}
        case FieldType.DATE:
            return empty | {"date": date.fromisoformat(value)}
        case FieldType.PERSON:
            return empty | {"person_id": value}
        case FieldType.FILE:
            return empty | {"number": Decimal(value)}
        case FieldType.LONG | FieldType.CHOICES:
            return empty | {"long": value}
    return empty | {"text": value}


def store(pairs: Sequence[tuple[int, CustomRow]]) -> None:
    """Write the values of customers that have none of these fields: `(customer id, row)`."""
    made = CustomValue.objects.bulk_create([row.stored(pk) for pk, row in seal_rows(pairs)], batch_size=500)
    CustomPick.objects.bulk_create(
        [
            CustomPick(value=value, customer_id=value.customer_id, field=value.field, option=code)
            for value in made
            if value.field.type == FieldType.CHOICES and value.sealed is None
            for code in value.long.split("\n")
        ],
        batch_size=500,
    )


def token_of(field: CustomField, value: Any) -> bytes:
    """The keyed hash equal sealed values of a field share."""
    return vault.mac("lookup", f"{field.key}:{fold(str(value))}".encode())


def values_of(rows: Sequence[CustomValue]) -> dict[int, Any]:
    """Row id → value as `read_value` gives it; sealed ones are opened together."""
    sealed = [row for row in rows if row.sealed is not None]
    plain = vault.unseal_many(
        [
            (bytes(row.sealed or b""), f"customer:{row.customer_id}", "profile", _aad(row.field))
            for row in sealed
        ]
    )
    opened = {
        row.pk: text.decode() if text is not None else None for row, text in zip(sealed, plain, strict=True)
    }
    return {row.pk: _opened(row, opened.get(row.pk)) if row.pk in opened else _plain(row) for row in rows}


def seal_rows(pairs: Sequence[tuple[int, CustomRow]]) -> list[tuple[int, CustomRow]]:
    """The same pairs of a customer's id and a row, with the personal ones sealed."""
    secret = [(customer_id, row) for customer_id, row in pairs if row.field.is_sealed]
    sealed = vault.seal_many(
        [
            (f"customer:{customer_id}", "profile", str(row.value).encode(), _aad(row.field))
            for customer_id, row in secret
        ]
    )
    for (_customer_id, row), value in zip(secret, sealed, strict=True):
        row.sealed, row.token = value, token_of(row.field, row.value)
    return list(pairs)


def show(field: CustomField, value: Any) -> str:
    if value is None:
        return ""
    if field.type == FieldType.MONEY:
        currency, _space, amount = str(value).partition(" ")
        return f"{'¥' if currency == DEFAULT_CURRENCY else currency + ' '}{Decimal(amount):,.2f}"
    if field.type == FieldType.YES_NO:
        return _("是") if value == YES else _("否")
    if field.has_options:
        titles = (options.title_of(field, code) for code in str(value).split("\n"))
        return "、".join(dict.fromkeys(titles))
    return str(value)


def searched(field: CustomField, value: Any) -> str:
    """What the index of texts holds of a value: nothing of ids and of yes or no."""
    if value is None or field.type in {FieldType.PERSON, FieldType.FILE, FieldType.YES_NO}:
        return ""
    return show(field, value)


def _opened(row: CustomValue, text: str | None) -> Any:
    if text is None or row.field.type not in {FieldType.PERSON, FieldType.FILE}:
        return text
    return int(text)


def _plain(row: CustomValue) -> Any:
    match FieldType(row.field.type):
        case FieldType.NUMBER:
            return _plain_number(row.number) if row.number is not None else None
        case FieldType.MONEY:
            return (
                f"{row.text or DEFAULT_CURRENCY} {_plain_number(row.number)}"
                if row.number is not None
                else None
            )
        case FieldType.DATE:
            return row.date.isoformat() if row.date else None
        case FieldType.PERSON:
            return row.person_id
        case FieldType.FILE:
            return int(row.number) if row.number is not None else None
        case FieldType.LONG | FieldType.CHOICES:
            return row.long or None
    return row.text or None


def _plain_number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _aad(field: CustomField) -> bytes:
    return field.key.encode()


def _read_text(field: CustomField, typed: str) -> str:
    text = tidy(typed)
    if len(text) > _LONGEST:
        raise Invalid(_("太长：最多 %(limit)d 个字") % {"limit": _LONGEST}, value=typed)
    return text


def _read_number(field: CustomField, typed: str) -> str:
    try:
        number = Decimal(typed.replace(",", "").replace("，", "").removeprefix("¥").removeprefix("￥"))
    except InvalidOperation:
        raise Invalid(_("“%(raw)s”不是数字") % {"raw": typed}, value=typed) from None
    if not number.is_finite() or abs(number) >= 10**17:
        raise Invalid(_("“%(raw)s”不是可以保存的数字") % {"raw": typed}, value=typed)
    return _plain_number(round(number, 6))


def _read_money(field: CustomField, typed: str) -> str:
    currency, _space, amount = typed.rpartition(" ")
    code = currency.strip().upper() or DEFAULT_CURRENCY
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Invalid(
            _("“%(raw)s”不是货币代码") % {"raw": currency}, value=typed, remedy=_("请写成 CNY 12000 的形式。")
        )
    return f"{code} {_read_number(field, amount)}"


def _read_date(field: CustomField, typed: str) -> str:
    return parse_date(typed)


def _read_long(field: CustomField, typed: str) -> str:
    text = "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").split("\n")).strip()
    if len(text) > _LONGEST_LONG:
        raise Invalid(_("太长：最多 %(limit)d 个字") % {"limit": _LONGEST_LONG}, value=typed[:80])
    return text


def _read_choice(field: CustomField, typed: str) -> str:
    return options.read(field, typed)


def _read_choices(field: CustomField, typed: str) -> str:
    """In the order of the options, whatever the order they were typed in."""
    words = [word for part in SEPARATORS.split(typed) if (word := part.strip())]
    return "\n".join(_in_order(field, {options.read(field, word) for word in words}))


def _in_order(field: CustomField, codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=field.choices.index)


_WORDS = {
    **dict.fromkeys(("是", "有", "真", "对", "yes", "y", "true", "1", "on", "√"), YES),
    **dict.fromkeys(("否", "无", "没有", "假", "不", "no", "n", "false", "0", "off", "×"), NO),
}


def _read_yes_no(field: CustomField, typed: str) -> str:
    found = _WORDS.get(fold(typed))
    if found is None:
        raise Invalid(_("“%(raw)s”不是“是”或“否”") % {"raw": typed}, value=typed, remedy=_("请写 是 或 否。"))
    return found


def _read_id(field: CustomField, typed: str) -> int:
    if not typed.isdecimal():
        raise Invalid(_("“%(raw)s”不是有效的选择") % {"raw": typed}, value=typed)
    return int(typed)


def _read_person(field: CustomField, typed: str) -> int:
    """Of an import's name the plan made an id: what is no number is nobody of ours, or two of one name."""
    if not typed.isdecimal():
        raise Invalid(
            _("没有找到人员“%(raw)s”，或有重名") % {"raw": typed},
            value=typed,
            remedy=_("请写邮箱，或从列表中选择。"),
        )
    return int(typed)


_READERS: dict[FieldType, Callable[[CustomField, str], Any]] = {
    FieldType.TEXT: _read_text,
    FieldType.LONG: _read_long,
    FieldType.CHOICES: _read_choices,
    FieldType.YES_NO: _read_yes_no,
    FieldType.NUMBER: _read_number,
    FieldType.DATE: _read_date,
    FieldType.CHOICE: _read_choice,
    FieldType.MONEY: _read_money,
    FieldType.PERSON: _read_person,
    FieldType.FILE: _read_id,
}
