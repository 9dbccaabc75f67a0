from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm
from kedang.understanding.settings import LEAST, Settings


class SettingsForm(EntryForm):
    automatic = forms.BooleanField(
        label=_("把握足够时自动采纳"),
        help_text=_("只填空着的类型、日期和字段，不改人填过的；每次都记入台账，可以更正。"),
        required=False,
    )
    accept_from = forms.IntegerField(
        label=_("从多大把握起（%）"), min_value=LEAST, max_value=100, initial=97, required=False
    )

    @classmethod
    def of(cls, kept: Settings) -> dict[str, Any]:
        return {"automatic": kept.accept_from is not None, "accept_from": kept.accept_from or 97}

    def settings(self) -> Settings:
        wanted = self.cleaned_data
        return Settings(wanted["accept_from"] or 97 if wanted["automatic"] else None)
