"""The wizard's forms."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.accounts import profiles
from kedang.accounts.forms.entry import EntryForm
from kedang.accounts.passwords import MAX_LENGTH
from kedang.accounts.setup import INDUSTRIES
from kedang.people.models import Organisation


def password_field(label: object, autocomplete: str = "new-password", **options: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=MAX_LENGTH, **options)  # type: ignore[arg-type]  # passed on as they are


class CodeForm(EntryForm):
    code = forms.CharField(
        label=_("设置码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class OrganisationForm(EntryForm):
    name = forms.CharField(
        label=_("单位名称"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )
    short_name = forms.CharField(
        label=_("简称"), max_length=60, required=False, help_text=_("显示在左上角和文件名里")
    )
    code = forms.CharField(
        label=_("单位代码（全宗号）"),
        max_length=30,
        required=False,
        help_text=_("用于档号，例如 Z109；可以以后再填"),
    )
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)


class FounderForm(EntryForm):
    founder_name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("邮箱"), help_text=_("用来登录"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = password_field(_("密码"))
    again = password_field(_("再输入一次"))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("两次输入的密码不一样"))
        return again


class SecurityForm(EntryForm):
    profile = forms.ChoiceField(
        label=_("安全要求"), choices=Organisation.SecurityProfile.choices, widget=forms.RadioSelect
    )
    second_factor = forms.ChoiceField(
        label=_("第二因素"),
        choices=[
            (profiles.PRIVILEGED, _("管理员、审计员和最高密级的岗位必须使用")),
            (profiles.EVERYONE, _("所有人必须使用")),
            (profiles.OFFERED, _("自愿使用（仅 ASVS）")),
        ],
        initial=profiles.PRIVILEGED,
    )
    idle_minutes = forms.IntegerField(
        label=_("闲置多久自动退出（分钟）"),
        min_value=profiles.IDLE_MINUTES.start,
        max_value=profiles.IDLE_MINUTES.stop - 1,
        required=False,
    )


class PresetForm(EntryForm):
    industry = forms.ChoiceField(
        label=_("行业"), choices=[(known.code, known.title) for known in INDUSTRIES], widget=forms.RadioSelect
    )
    sales_edit = forms.BooleanField(
        label=_("销售可以直接修改客户资料"),
        required=False,
        help_text=_(
            "不打开时，销售可以登记客户、直接修改自己客户的联系方式和文档，其他资料由部门主管或客服修改。以后可在“岗位与权限”里更改。"
        ),
    )
