"""What people fill in for folders, templates, types and rules."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.access.words import Clearance
from kedang.accounts.forms.entry import EntryForm
from kedang.core import industries, regions
from kedang.core.preset_names import shown_path
from kedang.customers.models import Kind, Stage
from kedang.filing.nodes import layout_of
from kedang.filing.paths import MOST_NAME

Choices = list[tuple[str, str | Promise]]
ANY: tuple[str, str | Promise] = ("", _("不限"))


class FolderNameForm(EntryForm):
    name = forms.CharField(label=_("文件夹名称"), max_length=MOST_NAME)


class NewFolderForm(FolderNameForm):
    below = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class MoveFolderForm(EntryForm):
    below = forms.ChoiceField(label=_("移到"), required=False)

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].choices = [("", _("最上层")), *((path, shown_path(path)) for path in places)]  # type: ignore[attr-defined]  # a ChoiceField


class ClassifyFolderForm(EntryForm):
    level = forms.TypedChoiceField(label=_("密级"), choices=Clearance.choices, coerce=int)


class TemplateForm(EntryForm):
    """The head of a folder template; its rows are read by `drafts`."""

    title = forms.CharField(label=_("模板名称"), max_length=60)
    kind = forms.ChoiceField(label=_("客户类型"), required=False, choices=[ANY, *Kind.choices])
    stage = forms.ChoiceField(label=_("客户阶段"), required=False, choices=[ANY, *Stage.choices])
    industry = forms.ChoiceField(label=_("行业"), required=False)
    region = forms.ChoiceField(label=_("地区"), required=False)
    note = forms.CharField(label=_("修改说明"), required=False, max_length=200)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections: Choices = [(each.code, f"{each.code} {each.title}") for each in industries.sections()]
        provinces: Choices = [(regions.prefix(each.code), each.title) for each in regions.children()]
        self.fields["industry"].choices = [ANY, *sections]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["region"].choices = [ANY, *provinces]  # type: ignore[attr-defined]  # a ChoiceField


class DocumentTypeForm(EntryForm):
    """The head of a document type; its fields are rows read by the view."""

    name = forms.CharField(label=_("名称"), max_length=40)
    aliases = forms.CharField(
        label=_("别名"),
        required=False,
        max_length=400,
        help_text=_("文件名里出现这些词时认作此类型，用逗号隔开"),
    )
    folder = forms.ChoiceField(label=_("默认文件夹"), required=False)
    classification = forms.TypedChoiceField(
        label=_("默认密级"), choices=Clearance.choices, coerce=int, initial=2
    )
    formats = forms.CharField(
        label=_("允许的格式"), required=False, max_length=200, help_text=_("例如 pdf, docx；留空不限")
    )
    naming_rule = forms.CharField(
        label=_("命名规则"), required=False, max_length=600, help_text=_("留空用通用规则")
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, templates: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [node for template in templates for node in layout_of(template.nodes).nodes if node.is_unique]
        paths = {node.key: shown_path(node.path) for node in reversed(nodes)}
        choices: Choices = [("", _("待整理")), *sorted(paths.items(), key=lambda pair: pair[1])]
        self.fields["folder"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_aliases(self) -> list[str]:
        return _words(self.cleaned_data["aliases"])

    def clean_formats(self) -> list[str]:
        return _words(self.cleaned_data["formats"])


class NamingRuleForm(EntryForm):
    text = forms.CharField(label=_("通用命名规则"), max_length=600, strip=True)


class NumberingRuleForm(EntryForm):
    template = forms.CharField(label=_("模板"), max_length=300)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,，、;；\s]+", text) if word]
