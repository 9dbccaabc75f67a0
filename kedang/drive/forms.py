from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm

DAYS = [(30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("一年"))]


class PasswordForm(EntryForm):
    name = forms.CharField(label=_("用在哪里"), max_length=60)
    days = forms.TypedChoiceField(label=_("有效期"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["placeholder"] = _("例如：办公室电脑")
