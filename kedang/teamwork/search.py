"""What is declared of teamwork: fields with grade and storage, and what the query language knows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.core import fields
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.search.fields import SearchField, Shown, add_fields, declare_model
from kedang.teamwork.models import Comment, PoolEntry

fields.declare(
    "teamwork.comment",
    fields.FieldSpec(name="text", label=_("评论"), type="long", storage="sealed", grade="L3", personal=True),
    fields.FieldSpec(name="author", label=_("评论人"), type="person"),
    fields.FieldSpec(name="document", label=_("文档"), type="link"),
    fields.FieldSpec(name="project", label=_("项目"), type="link"),
    fields.FieldSpec(name="people", label=_("提及"), type="link"),
    fields.FieldSpec(name="documents", label=_("附件"), type="link"),
    fields.FieldSpec(name="edited_at", label=_("修改时间"), type="date"),
)
fields.declare(
    "teamwork.follow",
    fields.FieldSpec(name="topics", label=_("关注的动态"), type="choice"),
    fields.FieldSpec(name="is_muted", label=_("免打扰"), type="bool"),
)
fields.declare(
    "teamwork.handover",
    fields.FieldSpec(name="leaver", label=_("移交人"), type="person"),
    fields.FieldSpec(name="rule", label=_("分配方式"), type="choice"),
    fields.FieldSpec(name="with_tasks", label=_("未完成的任务一起转交"), type="bool"),
    fields.FieldSpec(name="with_projects", label=_("未结束的项目一起转交"), type="bool"),
    fields.FieldSpec(name="finished_at", label=_("完成时间"), type="date"),
)
fields.declare(
    "teamwork.pool",
    fields.FieldSpec(name="name", label=_("名称")),
    fields.FieldSpec(name="department", label=_("部门"), type="link"),
    fields.FieldSpec(name="daily_claims", label=_("每人每天认领"), type="number"),
    fields.FieldSpec(name="daily_views", label=_("每人每天查看"), type="number"),
    fields.FieldSpec(name="most_held", label=_("每人最多负责"), type="number"),
    fields.FieldSpec(name="cool_down_days", label=_("放回后原负责人不可认领（天）"), type="number"),
    fields.FieldSpec(name="idle_days", label=_("多少天没有联系自动放回"), type="number"),
    fields.FieldSpec(name="warn_days", label=_("提前几天提醒负责人"), type="number"),
    fields.FieldSpec(name="stages", label=_("自动放回哪些阶段"), type="choice"),
)
fields.declare(
    "teamwork.poolentry",
    fields.FieldSpec(name="entered_at", label=_("进入公海"), type="date"),
    fields.FieldSpec(
        name="reason", label=_("放回原因"), type="long", storage="sealed", grade="L2", personal=True
    ),
    fields.FieldSpec(name="left_at", label=_("离开公海"), type="date"),
    fields.FieldSpec(name="taken_by", label=_("认领人"), type="person"),
)


def declare() -> None:
    declare_model(Comment, kind="comment", label=_("评论"), fields=COMMENT, shown=SHOWN)
    add_fields("customer", OF_CUSTOMER)


def none_of(model: type[Any], **conditions: Any) -> Callable[[], Q]:
    return lambda: ~Q(Exists(model._base_manager.filter(customer=OuterRef("pk"), **conditions)))


def _in_pool(value: str, operator: str) -> Q:
    word = fold(value)
    if word not in _YES | _NO:
        raise Invalid(_("“公海”只能是“是”或“否”。"), remedy="公海:是")
    there = Exists(PoolEntry.objects.filter(customer=OuterRef("pk"), left_at=None))
    q = Q(there, owner=None)
    return q if word in _YES else ~q


def _where(comment: Comment) -> str:
    return reverse("teamwork:comment_place", args=[comment.pk])


_YES, _NO = frozenset({"是", "有", "yes", "true"}), frozenset({"否", "无", "no", "false"})
YES_NO = (("yes", _("是")), ("no", _("否")))
SHOWN = Shown(
    icon="comment",
    order=45,
    url=_where,
    title=lambda one: f"{one.author.name} · {one.customer.name}",
    hint=lambda one: f"{one.created_at:%Y-%m-%d}",
    related=("customer", "author"),
    rows=lambda: Comment.objects.standing(),
)
COMMENT = (
    SearchField(names=("内容", "评论", "comment"), texts=("comment",)),
    SearchField(names=("评论人", "作者", "author"), path="author", type="person"),
    SearchField(names=("提到", "提及", "mentions"), path="mentions__person", type="person"),
    SearchField(names=("时间", "日期", "date"), path="created_at", type="date"),
)
OF_CUSTOMER = (
    SearchField(
        names=("评论", "comment"),
        texts=("comment",),
        via="comments",
        empty=none_of(Comment, withdrawn_at=None),
    ),
    SearchField(names=("公海", "pool"), type="choice", choices=YES_NO, q=_in_pool),
    SearchField(names=("关注", "关注人", "follower"), path="follows__person", type="person"),
)
