"""What is declared of findings and checks, and what the query language knows of them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy

from kedang.core import fields
from kedang.quality.models import Finding
from kedang.quality.rules import RULES
from kedang.quality.severity import Severity
from kedang.search.conditions import condition
from kedang.search.fields import SearchField, add_fields

_RULES = [(code, one.label) for code, one in RULES.items()]

fields.declare(
    "quality.assessment",
    fields.FieldSpec(name="score", label=gettext_lazy("质量分"), type="number"),
    fields.FieldSpec(name="counts", label=gettext_lazy("问题数")),
    fields.FieldSpec(name="assessed_at", label=gettext_lazy("评估时间"), type="date"),
)
fields.declare(
    "quality.finding",
    fields.FieldSpec(name="rule", label=gettext_lazy("规则"), type="choice"),
    fields.FieldSpec(name="field", label=gettext_lazy("字段")),
    fields.FieldSpec(name="severity", label=gettext_lazy("严重程度"), type="choice"),
    fields.FieldSpec(name="facts", label=gettext_lazy("依据"), grade="L2", personal=True),
    fields.FieldSpec(name="state", label=gettext_lazy("状态"), type="choice"),
    fields.FieldSpec(name="since", label=gettext_lazy("发现时间"), type="date"),
    fields.FieldSpec(name="solved_at", label=gettext_lazy("解决时间"), type="date"),
    fields.FieldSpec(name="ignored_until", label=gettext_lazy("忽略至"), type="date"),
    fields.FieldSpec(
        name="ignored_why", label=gettext_lazy("忽略原因"), storage="sealed", grade="L2", personal=True
    ),
)
fields.declare(
    "quality.sampleanswer",
    fields.FieldSpec(name="key", label=gettext_lazy("字段")),
    fields.FieldSpec(name="first", label=gettext_lazy("核对人甲"), type="choice"),
    fields.FieldSpec(name="second", label=gettext_lazy("核对人乙"), type="choice"),
    fields.FieldSpec(name="final", label=gettext_lazy("结论"), type="choice"),
    fields.FieldSpec(
        name="right", label=gettext_lazy("正确内容"), storage="sealed", grade="L3", personal=True
    ),
)
fields.declare(
    "quality.cleanup",
    fields.FieldSpec(name="cycle", label=gettext_lazy("周期"), type="choice"),
    fields.FieldSpec(name="due_on", label=gettext_lazy("期限"), type="date"),
    fields.FieldSpec(name="signed_at", label=gettext_lazy("签字时间"), type="date"),
)


def declare() -> None:
    add_fields("customer", OF_CUSTOMER)


def _open() -> object:
    return Finding.objects.filter(state=Finding.State.OPEN).values("customer_id")


def _having(inner: SearchField) -> SearchField:
    """Customers with an open finding of which this is so."""

    def q(value: str, operator: str) -> Q:
        said = condition(inner, Finding, operator, value, None)  # type: ignore[arg-type]  # asks nothing of the actor
        rows = Finding.objects.filter(said, state=Finding.State.OPEN)
        return Q(pk__in=rows.values("customer_id"))

    return SearchField(
        names=inner.names, type=inner.type, choices=inner.choices, q=q, hint=inner.hint,
        empty=lambda: ~Q(pk__in=_open()),
    )  # fmt: skip


OF_CUSTOMER = (
    SearchField(
        names=("质量", "quality"), path="quality__score", type="number", hint=gettext_lazy("质量分 0 至 100")
    ),
    _having(
        SearchField(
            names=("问题", "finding"), path="rule", type="choice", choices=_RULES,
            hint=gettext_lazy("数据质量规则找到的问题"),
        )
    ),
    _having(
        SearchField(
            names=("问题程度", "severity"), path="severity", type="choice", choices=Severity.choices
        )
    ),
)  # fmt: skip
