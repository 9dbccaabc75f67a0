"""What is declared of dealings: fields with grade and storage, and what the query language knows of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.core import fields
from kedang.dealings.models import Channel, Currency, Direction, Interaction, Need, NeedKind, Purchase
from kedang.search.fields import SearchField, Shown, add_fields, declare_model

fields.declare(
    "dealings.purchase",
    fields.FieldSpec(name="bought_on", label=_("日期"), type="date"),
    fields.FieldSpec(name="item", label=_("产品或服务"), grade="L2"),
    fields.FieldSpec(name="quantity", label=_("数量"), type="number"),
    fields.FieldSpec(name="unit", label=_("单位")),
    fields.FieldSpec(name="amount", label=_("金额"), type="money", grade="L2"),
    fields.FieldSpec(name="currency", label=_("币种"), type="choice"),
    fields.FieldSpec(name="document", label=_("合同或发票"), type="link"),
    fields.FieldSpec(name="project", label=_("项目"), type="link"),
    fields.FieldSpec(name="note", label=_("备注"), type="long", storage="sealed", grade="L2", personal=True),
    fields.FieldSpec(name="author", label=_("经手人"), type="person"),
    fields.FieldSpec(name="author_name", label=_("原经手人")),
    fields.FieldSpec(name="external_id", label=_("外部编号")),
)
fields.declare(
    "dealings.interaction",
    fields.FieldSpec(name="channel", label=_("渠道"), type="choice"),
    fields.FieldSpec(name="direction", label=_("方向"), type="choice"),
    fields.FieldSpec(name="at", label=_("时间"), type="date"),
    fields.FieldSpec(
        name="content", label=_("内容"), type="long", storage="sealed", grade="L3", personal=True
    ),
    fields.FieldSpec(name="people", label=_("参与人"), type="link", personal=True, grade="L2"),
    fields.FieldSpec(name="documents", label=_("附件"), type="link"),
    fields.FieldSpec(name="project", label=_("项目"), type="link"),
    fields.FieldSpec(name="author", label=_("经手人"), type="person"),
    fields.FieldSpec(name="author_name", label=_("原经手人")),
    fields.FieldSpec(name="external_id", label=_("外部编号")),
)
fields.declare(
    "dealings.need",
    fields.FieldSpec(name="kind", label=_("种类"), type="choice"),
    fields.FieldSpec(name="text", label=_("内容"), type="long", storage="sealed", grade="L3", personal=True),
    fields.FieldSpec(name="noted_on", label=_("日期"), type="date"),
    fields.FieldSpec(name="met_on", label=_("已满足"), type="date"),
    fields.FieldSpec(name="author", label=_("经手人"), type="person"),
    fields.FieldSpec(name="author_name", label=_("原经手人")),
    fields.FieldSpec(name="external_id", label=_("外部编号")),
)
fields.declare(
    "customers.project",
    fields.FieldSpec(name="progress", label=_("进展"), type="choice"),
    fields.FieldSpec(name="owner", label=_("负责人"), type="person"),
    fields.FieldSpec(name="amount", label=_("金额"), type="money", grade="L2"),
    fields.FieldSpec(name="currency", label=_("币种"), type="choice"),
    fields.FieldSpec(name="expected_on", label=_("预计签约"), type="date"),
    fields.FieldSpec(name="closed_as", label=_("结束方式"), type="choice"),
    fields.FieldSpec(name="closed_reason", label=_("结束原因")),
)
fields.declare(
    "dealings.customerfigures",
    fields.FieldSpec(name="bought", label=_("购买金额"), type="money", grade="L2"),
    fields.FieldSpec(name="purchases", label=_("购买次数"), type="number"),
    fields.FieldSpec(name="last_purchase_on", label=_("最近购买"), type="date"),
    fields.FieldSpec(name="interactions", label=_("沟通次数"), type="number"),
    fields.FieldSpec(name="last_contact_at", label=_("最近联系"), type="date"),
)
fields.declare(
    "dealings.customertotal",
    fields.FieldSpec(name="currency", label=_("币种"), type="choice"),
    fields.FieldSpec(name="year", label=_("年度"), type="number"),
    fields.FieldSpec(name="amount", label=_("金额"), type="money", grade="L2"),
    fields.FieldSpec(name="purchases", label=_("次数"), type="number"),
)


def declare() -> None:
    """The kinds of their own, then the fields of customers."""
    declare_model(Interaction, kind="interaction", label=_("沟通记录"), fields=INTERACTION, shown=SHOWN)
    declare_model(Purchase, kind="purchase", label=_("购买记录"), fields=PURCHASE)
    declare_model(Need, kind="need", label=_("需求与偏好"), fields=NEED)
    add_fields("customer", OF_CUSTOMER)


def _by_channel(value: str, operator: str) -> Q:
    """Customers with an interaction through any of these channels."""
    from kedang.search.conditions import condition

    channel = condition(INTERACTION[0], Interaction, operator, value, None)  # type: ignore[arg-type]  # a choice asks nothing of the actor
    standing = Interaction.objects.filter(channel, customer=OuterRef("pk"), withdrawn_at=None)
    return Q(Exists(standing))


def _none_of(model: type[Interaction | Purchase | Need]) -> Callable[[], Q]:
    return lambda: ~Q(Exists(model._base_manager.filter(customer=OuterRef("pk"), withdrawn_at=None)))


def _where(dealing: Interaction) -> str:
    return f"{reverse('customer', args=[dealing.customer_id])}#interaction-{dealing.pk}"


SHOWN = Shown(
    icon="chat",
    order=40,
    url=_where,
    title=lambda one: f"{one.get_channel_display()} · {one.customer.name}",
    hint=lambda one: f"{one.at:%Y-%m-%d}",
    related=("customer",),
    rows=lambda: Interaction.objects.standing(),
)
INTERACTION = (
    SearchField(names=("渠道", "channel"), path="channel", type="choice", choices=Channel.choices),
    SearchField(names=("内容", "content"), texts=("content",)),
    SearchField(names=("参与人", "people"), texts=("people",)),
    SearchField(names=("方向", "direction"), path="direction", type="choice", choices=Direction.choices),
    SearchField(names=("时间", "日期", "at", "date"), path="at", type="date"),
    SearchField(names=("经手人", "author"), path="author", type="person"),
)
PURCHASE = (
    SearchField(names=("产品", "产品或服务", "item"), path="item", texts=("item",)),
    SearchField(names=("备注", "note"), texts=("note",)),
    SearchField(names=("金额", "amount"), path="amount", type="money"),
    SearchField(names=("币种", "currency"), path="currency", type="choice", choices=Currency.choices),
    SearchField(names=("日期", "date"), path="bought_on", type="date"),
    SearchField(names=("经手人", "author"), path="author", type="person"),
)
NEED = (
    SearchField(names=("内容", "text"), texts=("need",)),
    SearchField(names=("种类", "kind"), path="kind", type="choice", choices=NeedKind.choices),
    SearchField(names=("日期", "date"), path="noted_on", type="date"),
)
OF_CUSTOMER = (
    SearchField(names=("购买金额", "bought"), path="figures__bought", type="money", empty=_none_of(Purchase)),
    SearchField(names=("购买次数", "purchases"), path="figures__purchases", type="number"),
    SearchField(
        names=("最近购买", "last_purchase"), path="figures__last_purchase_on", type="age", empty=_none_of(Purchase)
    ),
    SearchField(names=("买过", "购买", "产品", "product"), texts=("item", "note"), via="purchases", empty=_none_of(Purchase)),
    SearchField(
        names=("未联系", "not_contacted"), path="figures__last_contact_at", type="age", empty=_none_of(Interaction)
    ),
    SearchField(names=("最近联系", "last_contact"), path="figures__last_contact_at", type="date"),
    SearchField(
        names=("沟通", "沟通渠道", "interaction"), type="choice", choices=Channel.choices, q=_by_channel,
        empty=_none_of(Interaction),
    ),
    SearchField(names=("沟通内容", "said"), texts=("content", "people"), via="interactions"),
    SearchField(names=("需求", "偏好", "need"), texts=("need",), via="needs", empty=_none_of(Need)),
)  # fmt: skip
