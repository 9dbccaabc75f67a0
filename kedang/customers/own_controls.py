"""The control of a custom field, by its type. What it gives back is text that `custom.read_value` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.customers import custom, files, options
from kedang.customers.models import CustomField, FieldType

CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "TWD", "KRW", "SGD", "AUD", "CAD", "CHF")
_CONTROL = {"class": "control", "autocomplete": "off"}


class MoneyControl(forms.TextInput):
    """Currency and amount; a text that brings its currency along is taken as it is."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        currency, _space, amount = str(value or "").rpartition(" ")
        currency = currency or custom.DEFAULT_CURRENCY
        codes = CURRENCIES if currency in CURRENCIES else (currency, *CURRENCIES)
        picked = forms.Select(
            {"class": "control", "aria-label": _("货币")}, choices=[(one, one) for one in codes]
        )
        return format_html(
            '<span class="money-control">{}{}</span>',
            picked.render(f"{name}_currency", currency),
            super().render(name, amount, attrs, renderer),
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        amount = str(data.get(name) or "").strip()
        currency = str(data.get(f"{name}_currency") or "").strip()
        return f"{currency} {amount}" if amount and currency and " " not in amount else amount


class PicksControl(forms.CheckboxSelectMultiple):
    """Several options; their codes, one a line."""

    use_fieldset = True

    def format_value(self, value: Any) -> list[str]:
        return value.split("\n") if isinstance(value, str) and value else []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        picked = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return "\n".join(picked)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        held = self.format_value(value)
        boxes = [
            format_html(
                '<label class="check"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>',
                name, code, SafeString(" checked") if code in held else "", title,
            )
            for code, title in self.choices
        ]  # fmt: skip
        label = (attrs or {}).get("aria-label", "")
        named = format_html(' role="group" aria-label="{}"', label) if label else ""
        inner = SafeString("".join(boxes))
        none = format_html('<input type="hidden" name="{}" value="">', name)
        return format_html('<div class="picks"{}>{}{}</div>', named, none, inner)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class OwnField(forms.CharField):
    """A custom field. `held`: what the record holds, offered still though the option was retired.

    `pick` names the address that suggests values; a file's is made for one customer.
    """

    def __init__(self, field: CustomField, *, held: Any = None, **option: Any) -> None:
        self.own = field
        self.pick = {FieldType.PERSON: "accounts:pick_person", FieldType.FILE: files.pick()}.get(
            FieldType(field.type), ""
        )
        codes = str(held or "").split("\n") if field.has_options else []
        super().__init__(
            label=field.title, required=False, help_text=field.hint, widget=_widget(field, codes), **option
        )

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            custom.read_value(self.own, typed)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from None
        return typed


class OwnFile(forms.FileField):
    """A custom field that holds a file, where the customer is not there yet: the file itself."""

    pick = ""

    def __init__(self, field: CustomField) -> None:
        self.own = field
        # The part of the page is drawn anew when type or industry change: what was chosen stays.
        widget = forms.FileInput({"class": "control", "hx-preserve": "true"})
        help_text = " ".join(filter(None, (field.hint, _("建立后归档为该客户的文档。"))))
        super().__init__(label=field.title, required=False, help_text=help_text, widget=widget)


def _widget(field: CustomField, held: list[str]) -> forms.Widget:
    match FieldType(field.type):
        case FieldType.CHOICE:
            return forms.Select(_CONTROL, choices=[("", "—"), *options.offered(field, held)])
        case FieldType.CHOICES:
            return PicksControl(choices=options.offered(field, held))
        case FieldType.YES_NO:
            return forms.Select(_CONTROL, choices=[("", "—"), (custom.YES, _("是")), (custom.NO, _("否"))])
        case FieldType.DATE:
            return forms.DateInput(_CONTROL | {"type": "date"})
        case FieldType.LONG:
            return forms.Textarea(_CONTROL | {"rows": 3})
        case FieldType.MONEY:
            return MoneyControl(_CONTROL | {"inputmode": "decimal"})
        case FieldType.NUMBER:
            return forms.TextInput(_CONTROL | {"inputmode": "decimal"})
    return forms.TextInput(_CONTROL)
