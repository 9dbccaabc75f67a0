"""Forms of the desk's pages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.words import VERBS
from kedang.accounts import reading
from kedang.accounts.forms.entry import EntryForm
from kedang.people.models import Department, Person


class GrantForm(EntryForm):
    """Who gets what on one record, until when and why. `may_give`: the verbs besides seeing."""

    person = forms.CharField(label=gettext_lazy("人员"), required=False)
    department = forms.CharField(label=gettext_lazy("或部门"), required=False)
    verbs = forms.MultipleChoiceField(
        label=gettext_lazy("除查看外还可以"), required=False, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=gettext_lazy("到期日"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "control"}),
        help_text=gettext_lazy("到这一天结束为止；留空表示长期"),
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        widget=forms.TextInput({"class": "control"}),
        help_text=gettext_lazy("记入台账"),
    )

    def __init__(self, *args: Any, may_give: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verbs"].choices = [(verb, VERBS[verb]) for verb in may_give if verb != "view"]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        entered["person"], entered["department"] = self.chosen_person, self.chosen_department
        if (entered["person"] is None) == (entered["department"] is None):
            self.add_error("person", _("请选择一个人或一个部门"))
        return entered

    @property
    def chosen_person(self) -> Person | None:
        return reading.colleague(self.data.get("person"))

    @property
    def chosen_department(self) -> Department | None:
        return reading.department_of(self.data.get("department"))

    def until(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None
