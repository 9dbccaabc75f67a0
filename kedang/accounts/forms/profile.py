from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm
from kedang.accounts.forms.setup import password_field

LANGUAGES = [("", _("跟随浏览器")), *settings.LANGUAGES]


class OwnProfileForm(EntryForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("语言"), choices=LANGUAGES, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput)


class NewPasswordForm(EntryForm):
    new = password_field(_("新密码"))
    again = password_field(_("再输入一次"))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("两次输入的密码不一样"))
        return again


class OwnPasswordForm(NewPasswordForm):
    current = password_field(_("当前密码"), "current-password")
    field_order = ("current", "new", "again")
