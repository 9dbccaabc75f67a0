"""What is declared of feedback: fields with grade and storage, and what the query language knows of them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.core import fields
from kedang.engagement.models import Complaint, Permission
from kedang.search.fields import SearchField, Shown, add_fields, declare_model

fields.declare(
    "engagement.complaint",
    fields.FieldSpec(name="kind", label=_("种类"), type="choice"),
    fields.FieldSpec(name="title", label=_("事由"), grade="L2", personal=True),
    fields.FieldSpec(
        name="content", label=_("详情"), type="long", storage="sealed", grade="L3", personal=True
    ),
    fields.FieldSpec(name="source", label=_("来源"), type="choice"),
    fields.FieldSpec(name="state", label=_("状态"), type="choice"),
    fields.FieldSpec(name="owner", label=_("负责人"), type="person"),
    fields.FieldSpec(name="due_at", label=_("期限"), type="date"),
    fields.FieldSpec(
        name="outcome", label=_("处理结果"), type="long", storage="sealed", grade="L3", personal=True
    ),
    fields.FieldSpec(name="closed_at", label=_("办结时间"), type="date"),
)
fields.declare(
    "engagement.invitation",
    fields.FieldSpec(name="expires_at", label=_("有效期至"), type="date"),
    fields.FieldSpec(name="answered_at", label=_("答复时间"), type="date"),
    fields.FieldSpec(
        name="answers", label=_("答复"), type="long", storage="sealed", grade="L3", personal=True
    ),
)
fields.declare(
    "engagement.permission",
    fields.FieldSpec(name="channel", label=_("渠道"), type="choice"),
    fields.FieldSpec(name="state", label=_("许可"), type="choice", grade="L2", personal=True),
    fields.FieldSpec(name="means", label=_("依据"), type="choice"),
    fields.FieldSpec(name="decided_at", label=_("时间"), type="date"),
)
fields.declare(
    "engagement.recipient",
    fields.FieldSpec(name="state", label=_("状态"), type="choice"),
    fields.FieldSpec(name="why", label=_("原因")),
    fields.FieldSpec(name="at", label=_("时间"), type="date"),
)


def declare() -> None:
    declare_model(Complaint, kind="complaint", label=_("反馈"), fields=COMPLAINT, shown=SHOWN)
    add_fields("customer", OF_CUSTOMER)


def _open_complaint(value: str, operator: str) -> Q:
    rows = Complaint.objects.filter(customer=OuterRef("pk"), closed_at=None)
    found = Q(Exists(rows))
    return found if value in {"1", "是", "yes", "true"} else ~found


def _may_mail(value: str, operator: str) -> Q:
    allowed = Permission.objects.filter(
        customer=OuterRef("pk"), channel="email", state=Permission.State.ALLOWED
    )
    found = Q(Exists(allowed))
    return found if value in {"1", "是", "yes", "true"} else ~found


SHOWN = Shown(
    icon="flag",
    order=45,
    url=lambda one: reverse("engagement:complaint", args=[one.pk]),
    title=lambda one: f"{one.title} · {one.customer.shown_name}",
    hint=lambda one: str(one.get_state_display()),
    related=("customer",),
    rows=lambda: Complaint.objects.standing(),
)
COMPLAINT = (
    SearchField(names=("事由", "title"), texts=("title",)),
    SearchField(names=("内容", "content"), texts=("content", "outcome")),
    SearchField(names=("种类", "kind"), path="kind", type="choice", choices=Complaint.Kind.choices),
    SearchField(names=("状态", "state"), path="state", type="choice", choices=Complaint.State.choices),
    SearchField(names=("期限", "due"), path="due_at", type="date"),
    SearchField(names=("负责人", "owner"), path="owner", type="person"),
)
_YES_NO = (("是", _("是")), ("否", _("否")))
OF_CUSTOMER = (
    SearchField(names=("待处理反馈", "open_complaint"), type="choice", choices=_YES_NO, q=_open_complaint),
    SearchField(names=("允许邮件", "may_mail"), type="choice", choices=_YES_NO, q=_may_mail),
    SearchField(names=("投诉", "反馈", "complaint"), texts=("title", "content", "outcome"), via="complaints"),
)
