"""Forms of customers. A field reads what was typed by the same rules as the actions, so every error stands at its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.accounts.forms.entry import EntryForm
from kedang.core import industries, regions
from kedang.core.errors import Invalid
from kedang.customers.attributes import ATTRIBUTES, Attribute, facts_of
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import (
    ContactKind,
    CustomField,
    FieldType,
    Kind,
    RecordTemplate,
    Stage,
    Tag,
    TemplateField,
)
from kedang.customers.own_controls import OwnField, OwnFile
from kedang.customers.registration import CustomerInput

CONTACTS = (ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.EMAIL, ContactKind.WECHAT)
# In the form's first group, whatever the template says.
FIRST = ("name", "short_name", "stage")


class AttributeField(forms.CharField):
    """A standard field. `pick` names the address that suggests values."""

    def __init__(self, attribute: Attribute, **options: Any) -> None:
        self.attribute = attribute
        self.pick = {"industry": "pick_industry", "region": "pick_region"}.get(attribute.type, "")
        super().__init__(label=str(attribute.label), required=False, widget=_widget(attribute), **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            self.attribute.read(typed)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from None
        return typed

    def shown(self, value: Any) -> str:
        return self.attribute.words(value) if value else ""


class ContactField(forms.CharField):
    """A contact point of one kind."""

    pick = ""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        widget = forms.TextInput(
            {"class": "control", "inputmode": _INPUT_MODES.get(kind, "text"), "autocomplete": "off"}
        )
        super().__init__(label=ContactKind(kind).label, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed:
            try:
                read_contact(ContactInput(self.kind, typed))
            except Invalid as error:
                raise forms.ValidationError(str(error)) from None
        return typed


class CustomerForm(EntryForm):
    """A new customer: what every record has, the fields of its template, contact points or why there are none."""

    kind = forms.ChoiceField(label=gettext_lazy("客户类型"), choices=Kind.choices, initial=Kind.ENTERPRISE)
    contact_person = forms.CharField(
        label=gettext_lazy("联系人"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "control"}),
    )
    owner = forms.IntegerField(label=gettext_lazy("负责人"), required=False)
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.filter(retired_at=None), label=gettext_lazy("标签"), required=False
    )
    is_known_duplicate = forms.BooleanField(label=gettext_lazy("已核对，仍然新建"), required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        template: RecordTemplate | None,
        places: Sequence[TemplateField] | None = None,
        **options: Any,
    ) -> None:
        """`places`: fields as they would stand, instead of the template's: the designer's preview."""
        super().__init__(*args, **options)
        self.of, self.template = kind, template
        self.initial.setdefault("kind", kind)
        self.initial.setdefault("stage", Stage.PROSPECT)
        placed = list(places if places is not None else template.fields.all() if template else ())
        keys = [one.key for one in placed]
        self.required_keys = {one.key for one in placed if one.is_required}
        self.places = {one.key: one.group_title for one in placed}
        self._add_attributes(keys)
        self._add_contacts(keys)
        self._add_own(keys)
        for key in self.required_keys:
            self._ask_for(key.replace("custom:", "custom_"))

    def _ask_for(self, name: str) -> None:
        """Said, not enforced: what happens to a gap is the template's policy. Contact points say so themselves."""
        if field := self.fields.get(name):
            field.help_text = " ".join(filter(None, (str(field.help_text), _("模板要求填写"))))

    def _add_attributes(self, keys: list[str]) -> None:
        fitting = {one.name: one for one in facts_of(self.of)} | {"stage": ATTRIBUTES["stage"]}
        wanted = [*FIRST, *(keys or fitting)]
        self.first, self.facts = list(FIRST), []
        for name in dict.fromkeys(wanted):
            if name in fitting:
                self.fields[name] = AttributeField(fitting[name])
                if name not in FIRST:
                    self.facts.append(name)
        self.fields["name"].required = True

    def _add_contacts(self, keys: list[str]) -> None:
        kinds = [key.removeprefix("contact:") for key in keys if key.startswith("contact:")]
        self.contact_kinds = list(dict.fromkeys([*kinds, *CONTACTS]))
        for kind in self.contact_kinds:
            self.fields[kind] = ContactField(kind)
            self.fields[f"{kind}_absent"] = forms.CharField(
                label=_("暂无%(kind)s的原因") % {"kind": ContactKind(kind).label},
                required=False,
                max_length=200,
            )

    def _add_own(self, keys: list[str]) -> None:
        ids = [int(key.removeprefix("custom:")) for key in keys if key.startswith("custom:")]
        found = CustomField.objects.offered().in_bulk(ids)
        self.own = [f"custom_{pk}" for pk in ids if pk in found]
        for pk in ids:
            if pk in found:
                is_file = found[pk].type == FieldType.FILE
                self.fields[f"custom_{pk}"] = OwnFile(found[pk]) if is_file else OwnField(found[pk])

    @property
    def to_file(self) -> dict[int, UploadedFile[Any]]:
        """What is to be filed once the customer is there, by field. Call on a valid form."""
        held = {name: self.cleaned_data[name] for name in self.own if isinstance(self.fields[name], OwnFile)}
        return {int(name.removeprefix("custom_")): file for name, file in held.items() if file}

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.first]

    @property
    def fact_groups(self) -> list[tuple[str, list[Any]]]:
        """The template's groups in its order, each with its fields; those of no group come as they stand."""
        names = {name: name for name in self.facts} | {name.replace("_", ":", 1): name for name in self.own}
        groups: dict[str, list[Any]] = {}
        for key in [*self.places, *names]:
            if key in names:
                groups.setdefault(self.places.get(key, ""), []).append(self[names.pop(key)])
        return list(groups.items())

    @property
    def contact_fields(self) -> list[tuple[Any, Any, bool]]:
        """Each with its 暂无 and whether the template demands it."""
        return [
            (self[kind], self[f"{kind}_absent"], f"contact:{kind}" in self.required_keys)
            for kind in self.contact_kinds
        ]

    def given(self) -> CustomerInput:
        """What the action takes. Call on a valid form."""
        typed = self.cleaned_data
        facts = {name: typed[name] for name in [*self.first, *self.facts]} | {"kind": self.of}
        return CustomerInput(
            facts,
            contacts=[point for kind in self.contact_kinds if (point := self._contact(kind))],
            people=[(typed["contact_person"], "")] if typed["contact_person"] else [],
            custom={
                int(name.removeprefix("custom_")): typed[name]
                for name in self.own
                if typed[name] and not isinstance(self.fields[name], OwnFile)
            },
            coming=frozenset(f"custom:{pk}" for pk in self.to_file),
            owner_id=typed["owner"],
            tag_ids=[tag.pk for tag in typed["tags"]],
            template_id=self.template.pk if self.template else None,
        )

    def _contact(self, kind: str) -> ContactInput | None:
        value, reason = self.cleaned_data[kind], self.cleaned_data[f"{kind}_absent"]
        if not value and not reason:
            return None
        return ContactInput(kind, value, person=self.cleaned_data["contact_person"], absent_reason=reason)


class EndForm(EntryForm):
    cooperation_end = forms.DateField(
        label=gettext_lazy("终止日期"), widget=forms.DateInput({"type": "date", "class": "control"})
    )
    end_reason = forms.CharField(
        label=gettext_lazy("终止原因"), max_length=200, widget=forms.Textarea({"class": "control", "rows": 3})
    )


class ExportForm(EntryForm):
    q = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    format = forms.ChoiceField(
        label=gettext_lazy("格式"),
        choices=[("xlsx", "Excel（.xlsx）"), ("csv", "CSV")],
        widget=forms.Select({"class": "control"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        help_text=gettext_lazy("记入台账"),
        widget=forms.TextInput({"class": "control", "autocomplete": "off"}),
    )
    in_clear = forms.BooleanField(label=gettext_lazy("不遮盖联系方式和地址"), required=False)


def field_for(key: str, own: dict[str, CustomField], held: Any = None) -> forms.CharField:
    """The control an inline edit shows. `held`: what the record holds now."""
    return OwnField(own[key], held=held) if key in own else AttributeField(ATTRIBUTES[key])


def pick_address(field: forms.CharField, customer_id: int) -> str:
    """Where a combobox asks for values of a field; "" for one with another control."""
    name = getattr(field, "pick", "")
    of_customer = isinstance(field, OwnField) and field.own.type == FieldType.FILE
    return reverse(name, args=[customer_id] if of_customer else []) if name else ""


def shown_code(name: str, code: str) -> str:
    """What a combobox shows for a stored code."""
    return industries.shown(code) if name == "industry" else regions.shown(code)


def _widget(attribute: Attribute) -> forms.Widget:
    control = {"class": "control", "autocomplete": "off"}
    if attribute.choices is not None:
        return forms.Select(control, choices=[("", "—"), *attribute.choices.choices])
    if attribute.type == "date":
        return forms.DateInput(control | {"type": "date"})
    if attribute.type == "long":
        return forms.Textarea(control | {"rows": 3})
    return forms.TextInput(control)


_INPUT_MODES = {"mobile": "tel", "landline": "tel", "email": "email"}
