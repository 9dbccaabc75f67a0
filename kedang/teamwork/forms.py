"""The rules of a pool as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts import reading
from kedang.accounts.forms.entry import EntryForm
from kedang.customers.models import Stage
from kedang.teamwork.models import Pool


def _count(
    label: Any, least: int, most: int, *, required: bool = True, help_text: Any = ""
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=help_text,
        widget=forms.NumberInput({"class": "control"}),
    )


class PoolForm(EntryForm):
    """`department` is chosen with the department picker; none: the whole organisation."""

    name = forms.CharField(label=_("名称"), max_length=40, widget=forms.TextInput({"class": "control"}))
    department = forms.CharField(label=_("部门"), required=False, widget=forms.HiddenInput)
    daily_claims = _count(_("每人每天认领（位）"), 1, 3650)
    daily_views = _count(_("每人每天查看（位）"), 1, 3650)
    most_held = _count(_("每人最多负责（位）"), 1, 100_000)
    cool_down_days = _count(_("放回后原负责人多少天不可再认领"), 0, 3650)
    idle_days = _count(
        _("多少天没有联系自动放回"), 1, 3650, required=False, help_text=_("不填为不自动放回。")
    )
    warn_days = _count(_("提前几天提醒负责人"), 1, 365)
    stages = forms.MultipleChoiceField(
        label=_("自动放回哪些阶段"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, pool: Pool) -> dict[str, Any]:
        return {name: getattr(pool, name) for name in cls.base_fields if name != "department"} | {
            "department": pool.department_id or ""
        }

    def rules(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"department": reading.department_of(given["department"] or None)}
