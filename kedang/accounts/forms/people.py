from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.access.words import Clearance, Scope
from kedang.accounts.forms.entry import EntryForm
from kedang.accounts.forms.profile import LANGUAGES
from kedang.people.models import Department, Person

if TYPE_CHECKING:
    DepartmentChoice = forms.ModelChoiceField[Department]
    PersonChoice = forms.ModelChoiceField[Person]
else:
    DepartmentChoice = PersonChoice = forms.ModelChoiceField


class DepartmentField(DepartmentChoice):
    """A department by id; the page shows a combobox, never all of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Department.objects.filter(closed_at=None), widget=forms.TextInput, **options)


class ColleagueField(PersonChoice):
    """A colleague by id, likewise."""

    def __init__(self, **options: Any) -> None:
        people = Person.objects.filter(is_system=False, is_active=True)
        super().__init__(people, widget=forms.TextInput, **options)


class PersonForm(EntryForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), help_text=_("用来登录"))
    department = DepartmentField(label=_("部门"), required=False)
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)


class ChangePersonForm(PersonForm):
    language = forms.ChoiceField(label=_("语言"), choices=LANGUAGES, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput)


class DepartmentForm(EntryForm):
    name = forms.CharField(label=_("部门名称"), max_length=100)
    parent = DepartmentField(label=_("上级部门"), required=False, help_text=_("留空表示最上一级"))


class ChangeDepartmentForm(EntryForm):
    name = forms.CharField(label=_("部门名称"), max_length=100)
    head = ColleagueField(label=_("部门主管"), required=False)


class MoveForm(EntryForm):
    parent = DepartmentField(label=_("移到"), required=False, help_text=_("留空表示最上一级"))


class GivePostForm(EntryForm):
    post = forms.IntegerField(
        label=_("岗位"), widget=forms.Select, min_value=1, error_messages={"min_value": _("请选择岗位")}
    )
    department = DepartmentField(
        label=_("所在部门"), required=False, help_text=_("数据范围从这个部门算起；留空按本人所在部门")
    )
    expires_on = forms.DateField(
        label=_("到期日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("留空表示长期"),
    )

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].widget.choices = posts


class PostForm(EntryForm):
    name = forms.CharField(label=_("岗位名称"), max_length=60)
    description = forms.CharField(label=_("说明"), max_length=300, required=False)
    scope = forms.TypedChoiceField(label=_("数据范围"), choices=Scope.choices, coerce=int)
    clearance = forms.TypedChoiceField(label=_("最高密级"), choices=Clearance.choices, coerce=int)
    demands_second_factor = forms.BooleanField(label=_("必须使用第二因素"), required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OrganisationDetailsForm(EntryForm):
    name = forms.CharField(label=_("单位名称"), max_length=200)
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    code = forms.CharField(label=_("单位代码（全宗号）"), max_length=30, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput)
