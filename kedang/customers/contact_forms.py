"""Forms of contact points and contact persons."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kedang.accounts.forms.entry import EntryForm
from kedang.customers.contacts import ContactInput
from kedang.customers.models import ContactKind, Gender


class ContactForm(EntryForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"), choices=ContactKind.choices, widget=forms.Select({"class": "control"})
    )
    value = forms.CharField(
        label=gettext_lazy("内容"), required=False, max_length=300,
        widget=forms.TextInput({"class": "control", "autocomplete": "off"}),
    )  # fmt: skip
    absent_reason = forms.CharField(
        label=gettext_lazy("暂无的原因"), required=False, max_length=200, widget=forms.TextInput({"class": "control"}),
        help_text=gettext_lazy("确实没有时填写，例如“客户不使用座机”。"),
    )  # fmt: skip
    person = forms.CharField(
        label=gettext_lazy("联系人"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "control"}),
    )
    label = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "control"}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def place_of(self, name: str | None) -> str | None:
        """What is wrong with a mobile is wrong with what was typed."""
        return "value" if name in ContactKind.values else super().place_of(name)

    def given(self) -> ContactInput:
        typed = self.cleaned_data
        return ContactInput(
            typed["kind"], typed["value"], typed["label"], typed["person"], typed["absent_reason"]
        )


class ContactPersonForm(EntryForm):
    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=80, widget=forms.TextInput({"class": "control"})
    )
    title = forms.CharField(
        label=gettext_lazy("职务"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "control"}),
    )
    gender = forms.ChoiceField(required=False, choices=[("", ""), *Gender.choices], widget=forms.HiddenInput)
    is_primary = forms.BooleanField(label=gettext_lazy("主要联系人"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
