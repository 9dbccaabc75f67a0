"""What the import pages ask."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.intake.actions.customer_lists import Choices
from kedang.intake.customers.matching import FIELDS
from kedang.intake.models import CustomerImport


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("列表文件"),
        help_text=_("CSV（UTF-8 或 GB18030）、XLSX、XLS；第一行为列名"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods,.txt", "class": "control"}),
    )


class ChoicesForm(forms.Form):
    """How the list is imported; the columns are selects named `column-0`, `column-1`, …"""

    mode = forms.ChoiceField(label=_("方式"), choices=CustomerImport.Mode.choices, widget=forms.RadioSelect)
    match_by = forms.MultipleChoiceField(
        label=_("按这些字段认出已有客户"),
        choices=[(one.name, one.label) for one in FIELDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lenience = forms.ChoiceField(
        label=_("格式不合的值"), choices=CustomerImport.Lenience.choices, widget=forms.RadioSelect
    )
    owner = forms.ChoiceField(
        label=_("没写负责人的"),
        choices=[("me", _("归我负责")), ("none", _("暂无负责人"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, customer_import: CustomerImport, data: QueryDict | None = None) -> None:
        initial = {
            "mode": customer_import.mode,
            "match_by": customer_import.match_by,
            "lenience": customer_import.lenience,
            "owner": "me" if customer_import.default_owner_id else "none",
        }
        super().__init__(data, initial=initial)
        self.columns = len(customer_import.headings)

    def choices(self, actor: Actor) -> Choices:
        """Of a valid form."""
        mine = self.cleaned_data["owner"] == "me"
        return Choices(
            mapping=[self.data.get(f"column-{at}", "") for at in range(self.columns)],
            mode=self.cleaned_data["mode"],
            match_by=self.cleaned_data["match_by"],
            lenience=self.cleaned_data["lenience"],
            default_owner=actor.person if mine else None,
            default_department=actor.person.department,
        )
