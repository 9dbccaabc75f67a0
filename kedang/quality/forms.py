"""Forms of data quality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedang.accounts.forms.entry import EntryForm
from kedang.customers.models import Kind
from kedang.quality.rules import RULES, Dimension
from kedang.quality.sampling.fields import USUAL, offered
from kedang.quality.settings import DAYS, Settings
from kedang.quality.severity import Severity


class IgnoreForm(EntryForm):
    reason = forms.CharField(label=_("为什么忽略"), max_length=200)
    until = forms.DateField(
        label=_("忽略至"), required=False, help_text=_("不填：一直忽略。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


class SignForm(EntryForm):
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        help_text=_("还有没清完的，写明原因或安排；记入台账。"),
    )


class CheckForm(EntryForm):
    """People and department come from pickers: they are looked up by the view."""

    title = forms.CharField(label=_("名称"), max_length=100)
    query = forms.CharField(
        label=_("范围"),
        max_length=500,
        required=False,
        help_text=_("与客户列表同一种写法，例如 阶段:现有客户 地区:浙江；不填：您能看到的全部客户。"),
    )
    size = forms.IntegerField(label=_("样本"), min_value=1, max_value=2000, initial=30)
    is_percent = forms.BooleanField(label=_("按百分比抽取"), required=False)
    fields_chosen = forms.MultipleChoiceField(
        label=_("核对哪些字段"), widget=forms.CheckboxSelectMultiple, initial=list(USUAL)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_chosen"].choices = offered()  # type: ignore[attr-defined]  # a choice field


class RulesForm(EntryForm):
    """For each rule whether it holds and how grave it is; what each degree costs; from how many days on."""

    def __init__(self, *args: Any, kept: Settings, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(kept), **kwargs)
        for code in RULES:
            self.fields[f"on_{code}"] = forms.BooleanField(required=False)
            self.fields[f"severity_{code}"] = forms.TypedChoiceField(
                choices=Severity.choices, coerce=int, widget=forms.Select(attrs={"class": "control"})
            )
        for one in reversed(Severity):
            self.fields[f"points_{int(one)}"] = forms.IntegerField(
                label=_("“%(severity)s”扣") % {"severity": one.label}, min_value=0, max_value=100
            )
        for what, days in DAYS.items():
            for kind in days:
                self.fields[f"{what}_{kind}"] = forms.IntegerField(
                    label=Kind(kind).label, min_value=0, max_value=3650
                )

    def groups(self) -> Iterator[tuple[str, list[tuple[Any, Any, Any]]]]:
        """Dimension → (rule, its switch, its degree)."""
        for dimension in Dimension:
            rules = [one for one in RULES.values() if one.dimension == dimension]
            yield (
                str(dimension.label),
                [(one, self[f"on_{one.code}"], self[f"severity_{one.code}"]) for one in rules],
            )

    def points_fields(self) -> list[Any]:
        return [self[f"points_{int(one)}"] for one in reversed(Severity)]

    def days_fields(self) -> list[tuple[str, list[Any]]]:
        names = {"confirm": _("多少天没有核实算久"), "contact": _("多少天没有联系算久")}
        return [(str(names[what]), [self[f"{what}_{kind}"] for kind in days]) for what, days in DAYS.items()]

    def settings(self) -> Settings:
        given = self.cleaned_data
        return Settings(
            off=frozenset(code for code in RULES if not given[f"on_{code}"]),
            severity={
                code: given[f"severity_{code}"]
                for code, one in RULES.items()
                if given[f"severity_{code}"] != one.severity
            },
            points={one: given[f"points_{int(one)}"] for one in Severity},
            limits={what: {kind: given[f"{what}_{kind}"] for kind in days} for what, days in DAYS.items()},
        )


def _initial(kept: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code in RULES:
        found |= {f"on_{code}": kept.is_on(code), f"severity_{code}": int(kept.severity_of(code))}
    found |= {f"points_{int(one)}": worth for one, worth in kept.points.items()}
    for what, days in kept.limits.items():
        found |= {f"{what}_{kind}": count for kind, count in days.items()}
    return found
