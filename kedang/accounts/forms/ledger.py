from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.access.words import VERBS
from kedang.accounts.forms.entry import EntryForm
from kedang.accounts.forms.people import ColleagueField
from kedang.accounts.ledger_asking import NATURES
from kedang.accounts.records import KINDS
from kedang.ledger.models import Event
from kedang.people.models import Person


class LedgerForm(EntryForm):
    """The ledger's filters; everything may stay empty."""

    who = forms.ModelChoiceField(
        Person.objects.all(), label=_("操作人"), required=False, widget=forms.TextInput
    )
    nature = forms.ChoiceField(
        label=_("性质"),
        required=False,
        choices=[("", _("全部性质")), *NATURES.items()],
    )
    kind = forms.CharField(label=_("事项"), required=False, max_length=60)
    result = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", _("全部结果")), *Event.Result.choices]
    )
    address = forms.GenericIPAddressField(label=_("来源地址"), required=False)
    since = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "control"})
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "control"})
    )


class ExplainForm(EntryForm):
    person = ColleagueField(label=_("人员"))
    verb = forms.ChoiceField(label=_("能否"), choices=list(VERBS.items()), initial="view")
    kind = forms.ChoiceField(label=_("类型"), choices=list(KINDS.items()), initial="customer")
    called = forms.CharField(
        label=_("哪一份"), max_length=255, help_text=_("客户编号或全称；文档用档号或完整文件名")
    )
