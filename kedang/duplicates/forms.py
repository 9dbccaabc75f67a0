"""The thresholds, in per cent as people say them."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm
from kedang.duplicates.thresholds import Thresholds


class LimitsForm(EntryForm):
    listed = forms.DecimalField(
        label=_("列出（%）"), decimal_places=1, help_text=_("把握达到这个程度的，进入待处理。")
    )
    sure = forms.DecimalField(
        label=_("基本确定（%）"), decimal_places=1, help_text=_("达到这个程度的，通知部门主管。")
    )

    @classmethod
    def of(cls, limits: Thresholds) -> dict[str, Decimal]:
        return {name: Decimal(str(round(value * 100, 1))) for name, value in limits.as_json().items()}

    def limits(self) -> tuple[float, float]:
        return float(self.cleaned_data["listed"]) / 100, float(self.cleaned_data["sure"]) / 100
