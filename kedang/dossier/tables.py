"""What belongs to a customer, as tables of a dossier.

A table is read from its model: each column goes out unless it is named here as left out, so that a column somebody
adds is in the next dossier. References to people go as name and address, to rows of the dossier by their number in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.customers import contacts
from kedang.customers.models import ContactPerson, ContactPoint, Project, Relation
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.models.interaction import InteractionDocument, InteractionPerson
from kedang.dealings.sealing import AADS
from kedang.documents.models import Document
from kedang.engagement.models import Complaint, Invitation, Permission, Recipient
from kedang.engagement.models.survey import Rating
from kedang.engagement.sealing import ANSWERS, CONTENT, OUTCOME
from kedang.filing.models import Folder
from kedang.grading.models import OptOut, Score
from kedang.portal.models import ChangeRequest
from kedang.portal.sealing import ANSWER, WANTED
from kedang.teamwork.models import Comment, CommentDocument, Mention
from kedang.teamwork.sealing import AAD as COMMENT
from kedang.workflow.models import Task
from kedang.workflow.planning import AAD as TASK

# Kept by the machine for itself: worked out again wherever the dossier is restored.
_OWN = frozenset({"id", "revision", "run_id", "match_key", "path_key", "token", "digest", "reminded_at"})


@dataclass(frozen=True)
class Links:
    """Rows that only say which others belong to one: a list of them in the row."""

    name: str
    model: type[models.Model]
    parent: str
    column: str


@dataclass(frozen=True)
class Table:
    """`sealed`: column → what its seal authenticates, under the customer's `profile` key.

    `is_restored` False: told for the reader; an import does not make it again.
    """

    name: str
    label: str | Promise
    model: type[models.Model]
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    links: tuple[Links, ...] = ()
    left_out: frozenset[str] = frozenset()
    is_restored: bool = True
    shown: tuple[str, ...] = ()  # the columns of the readable index

    def columns(self) -> list[models.Field[Any, Any]]:
        gone = _OWN | self.left_out | {"customer"}
        return [one for one in self.model._meta.concrete_fields if one.name not in gone]


@cache
def tables() -> tuple[Table, ...]:
    """In the order in which they are restored: a row refers to rows of tables before it, or to documents."""
    people = Links("people", InteractionPerson, "interaction", "person")
    attached = Links("documents", InteractionDocument, "interaction", "document")
    mentions = Links("mentions", Mention, "comment", "person")
    with_it = Links("documents", CommentDocument, "comment", "document")
    ratings = Links("ratings", Rating, "invitation", "value")
    return (
        Table("contact_people", _("联系人"), ContactPerson, shown=("name", "title", "gender", "is_primary")),
        Table(
            "contact_points",
            _("联系方式"),
            ContactPoint,
            {"value": contacts.AAD},
            shown=("kind", "value", "label", "contact_person", "absent_reason", "verified_on"),
        ),
        Table(
            "projects",
            _("项目"),
            Project,
            shown=("name", "progress", "owner", "amount", "currency", "closed_as"),
        ),
        Table(
            "folders", _("文件夹"), Folder, left_out=frozenset({"parent"}), shown=("path", "classification")
        ),
        Table(
            "purchases",
            _("购买记录"),
            Purchase,
            {"note": AADS[Purchase]},
            shown=("bought_on", "item", "quantity", "unit", "amount", "currency", "note"),
        ),
        Table(
            "interactions",
            _("沟通记录"),
            Interaction,
            {"content": AADS[Interaction]},
            (people, attached),
            shown=("at", "channel", "direction", "content", "author"),
        ),
        Table(
            "needs", _("需求与偏好"), Need, {"text": AADS[Need]}, shown=("noted_on", "kind", "text", "met_on")
        ),
        Table(
            "tasks",
            _("任务"),
            Task,
            {"note": TASK},
            left_out=frozenset({"source_id", "source_type"}),
            shown=("title", "due_on", "assignee", "note", "done_at", "outcome"),
        ),
        Table(
            "comments",
            _("评论"),
            Comment,
            {"text": COMMENT},
            (mentions, with_it),
            shown=("created_at", "author", "text"),
        ),
        Table(
            "complaints",
            _("反馈"),
            Complaint,
            {"content": CONTENT, "outcome": OUTCOME},
            shown=("created_at", "kind", "title", "content", "state", "outcome"),
        ),
        Table(
            "permissions",
            _("联系许可"),
            Permission,
            shown=("channel", "point", "state", "means", "decided_at"),
        ),
        Table(
            "relations",
            _("关联客户"),
            Relation,
            is_restored=False,
            shown=("kind", "other", "note", "ended_at"),
        ),
        Table(
            "invitations",
            _("满意度调查"),
            Invitation,
            {"answers": ANSWERS},
            (ratings,),
            left_out=frozenset({"origin"}),
            is_restored=False,
            shown=("created_at", "survey", "answered_at", "answers"),
        ),
        Table(
            "campaign_mails", _("群发邮件"), Recipient, is_restored=False, shown=("at", "campaign", "state")
        ),
        Table(
            "change_requests",
            _("客户申请"),
            ChangeRequest,
            {"wanted": WANTED, "answer": ANSWER},
            left_out=frozenset({"link", "holder", "blob"}),
            is_restored=False,
            shown=("created_at", "kind", "state", "wanted", "answer"),
        ),
        Table(
            "scores",
            _("评分"),
            Score,
            left_out=frozenset({"calculation"}),
            is_restored=False,
            shown=("as_of", "method", "value", "segment"),
        ),
        Table("grading_refusals", _("拒绝自动评级"), OptOut, shown=("created_at", "person", "ended_at")),
    )


@cache
def by_model() -> dict[type[models.Model], str]:
    """Which table a reference leads into."""
    return {table.model: table.name for table in tables()} | {Document: "documents"}


def table(name: str) -> Table:
    return next(one for one in tables() if one.name == name)
