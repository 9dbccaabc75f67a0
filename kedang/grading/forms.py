"""Settings in per cent as people say them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm
from kedang.grading.levels import IN_CHARGE, NAMES, Level, Levels
from kedang.grading.settings import Settings

_RATES = ("a_share", "b_share", "margin", "retention", "discount")


def _percent(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=help_text, max_digits=6, decimal_places=2)


class SettingsForm(EntryForm):
    months = forms.IntegerField(
        label=_("统计期（月）"), help_text=_("ABC、RFM 和终身价值看最近多少个月的购买。")
    )
    a_share = _percent(_("A 类到（%）"), _("购买额从高到低累计到这个比例。"))
    b_share = _percent(_("B 类到（%）"))
    margin = _percent(_("毛利率（%）"), _("终身价值按毛利计算。"))
    retention = _percent(_("留存率（%）"), _("一年后还是客户的可能。"))
    discount = _percent(_("贴现率（%）"), _("明年的钱今年值多少。"))
    churn_medium = forms.IntegerField(label=_("流失风险“中”从（分）"))
    churn_high = forms.IntegerField(label=_("流失风险“高”从（分）"))
    by_rule = forms.BooleanField(
        label=_("按规则直接评级"),
        help_text=_("勾选后，计算出的 ABC 等级直接成为客户等级；不勾选时由人逐条采纳。"),
        required=False,
    )

    @classmethod
    def of(cls, kept: Settings) -> dict[str, Any]:
        found = kept.as_json()
        return found | {name: f"{(getattr(kept, name) * 100).normalize():f}" for name in _RATES}

    def settings(self) -> Settings:
        given = self.cleaned_data
        return Settings(**given | {name: given[name] / Decimal(100) for name in _RATES})


class LevelsForm(EntryForm):
    """For each level its days, hours and who is in charge."""

    vip_tag = forms.CharField(
        label=_("VIP 标签"), max_length=40, help_text=_("有这个标签的客户按 VIP 服务，不论等级。")
    )

    def __init__(self, *args: Any, kept: Levels, **kwargs: Any) -> None:
        self._kept = kept
        initial: dict[str, Any] = {"vip_tag": kept.vip_tag}
        for one in kept.levels:
            initial |= {
                f"{one.code}-days": one.days, f"{one.code}-hours": one.hours, f"{one.code}-in_charge": one.in_charge,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        for one in kept.levels:
            self.fields |= {
                f"{one.code}-days": forms.IntegerField(
                    label=_("联系间隔（天）"), required=False, min_value=1
                ),
                f"{one.code}-hours": forms.IntegerField(
                    label=_("响应时间（小时）"), required=False, min_value=1
                ),
                f"{one.code}-in_charge": forms.ChoiceField(
                    label=_("由谁负责"), choices=list(IN_CHARGE.items())
                ),
            }

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(NAMES[one.code]), [self[f"{one.code}-{name}"] for name in ("days", "hours", "in_charge")])
            for one in self._kept.levels
        ]

    def levels(self) -> Levels:
        given = self.cleaned_data
        return Levels(
            given["vip_tag"].strip(),
            tuple(
                Level(
                    one.code,
                    given[f"{one.code}-days"],
                    given[f"{one.code}-hours"],
                    given[f"{one.code}-in_charge"],
                )
                for one in self._kept.levels
            ),
        )
