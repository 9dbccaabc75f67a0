"""What is declared of scores, and what the query language knows of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core import fields
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.customers.models import Customer
from kedang.customers.models.customer import Grade
from kedang.grading import contacts
from kedang.grading.models import ChurnLevel, Method, OptOut, RfmSegment, Score
from kedang.search.conditions import condition
from kedang.search.fields import SearchField, add_fields
from kedang.search.language import dates

fields.declare(
    "grading.score",
    fields.FieldSpec(name="method", label=gettext_lazy("方法"), type="choice"),
    fields.FieldSpec(name="version", label=gettext_lazy("方法版本")),
    fields.FieldSpec(name="value", label=gettext_lazy("数值"), type="number", grade="L3", personal=True),
    fields.FieldSpec(name="segment", label=gettext_lazy("分组"), type="choice", grade="L3", personal=True),
    fields.FieldSpec(name="inputs", label=gettext_lazy("依据"), grade="L3", personal=True),
    fields.FieldSpec(name="reasons", label=gettext_lazy("理由"), grade="L3", personal=True),
    fields.FieldSpec(name="as_of", label=gettext_lazy("计算日期"), type="date"),
)
fields.declare(
    "grading.proposal",
    fields.FieldSpec(name="present", label=gettext_lazy("现等级"), type="choice", grade="L2", personal=True),
    fields.FieldSpec(
        name="proposed", label=gettext_lazy("建议等级"), type="choice", grade="L2", personal=True
    ),
    fields.FieldSpec(name="basis", label=gettext_lazy("依据"), grade="L3", personal=True),
    fields.FieldSpec(name="version", label=gettext_lazy("方法版本")),
    fields.FieldSpec(name="as_of", label=gettext_lazy("计算日期"), type="date"),
    fields.FieldSpec(name="state", label=gettext_lazy("状态"), type="choice"),
)
fields.declare("grading.optout", fields.FieldSpec(name="ended_at", label=gettext_lazy("取消"), type="date"))
fields.declare(
    "grading.contactreminder",
    fields.FieldSpec(name="level", label=gettext_lazy("服务级别"), type="choice"),
    fields.FieldSpec(name="due_on", label=gettext_lazy("应联系日期"), type="date"),
)

_YES, _NO = frozenset({"是", "yes", "true", "1"}), frozenset({"否", "no", "false", "0"})


def declare() -> None:
    add_fields("customer", OF_CUSTOMER)


def _scored(method: str, inner: SearchField) -> Callable[[str, str], Q]:
    """Customers of whom the method says so."""

    def q(value: str, operator: str) -> Q:
        said = condition(inner, Score, operator, value, None)  # type: ignore[arg-type]  # asks nothing of the actor
        return Q(pk__in=Score.objects.filter(said, method=method).values("customer_id"))

    return q


def _without(method: str) -> Callable[[], Q]:
    return lambda: ~Q(pk__in=Score.objects.filter(method=method).values("customer_id"))


def _segment(names: tuple[str, ...], method: str, choices: Any) -> SearchField:
    inner = SearchField(names=names, path="segment", type="choice", choices=choices)
    return SearchField(
        names=names, type="choice", choices=choices, q=_scored(method, inner), empty=_without(method)
    )


def _value(names: tuple[str, ...], method: str, kind: Any) -> SearchField:
    inner = SearchField(names=names, path="value", type=kind)
    return SearchField(names=names, type=kind, q=_scored(method, inner), empty=_without(method))


def _overdue(value: str, operator: str) -> Q:
    """`联系逾期:是`, `联系逾期>7天`."""
    word = fold(value)
    if word in _YES | _NO:
        late = Q(pk__in=Customer.objects.filter(contacts.overdue()).values("pk"))
        return late if word in _YES else ~late
    days = dates.days(value)
    if days is None or operator not in {">", ">="}:
        raise Invalid(
            _("“%(value)s”不是时长。") % {"value": value},
            remedy=_("例如 联系逾期:是、联系逾期>7天。"),
        )
    least = days if operator == ">" else max(0, days - 1)
    return Q(pk__in=Customer.objects.filter(contacts.overdue(by_days=least)).values("pk"))


def _refuses(value: str, operator: str) -> Q:
    word = fold(value)
    if word not in _YES | _NO:
        raise Invalid(_("“拒绝自动评级”只能是“是”或“否”。"), value=value)
    found = Q(pk__in=OptOut.objects.filter(ended_at=None).values("customer_id"))
    return found if word in _YES else ~found


OF_CUSTOMER = (
    _segment(("ABC", "abc"), Method.ABC, Grade.choices),
    _segment(("RFM", "rfm"), Method.RFM, RfmSegment.choices),
    _segment(("流失风险", "churn"), Method.CHURN, ChurnLevel.choices),
    _value(("CLV", "clv", "终身价值"), Method.CLV, "money"),
    SearchField(
        names=("联系逾期", "overdue"), type="age", q=_overdue, hint=gettext_lazy("按服务级别该联系而没有联系"),
        empty=lambda: ~Q(pk__in=Customer.objects.filter(contacts.overdue()).values("pk")),
    ),
    SearchField(names=("拒绝自动评级", "grading_opt_out"), type="bool", q=_refuses),
)  # fmt: skip
