from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer, Project
from kedang.documents.models import Document
from kedang.people.models import Person
from kedang.teamwork.querysets import CommentQuerySet


class Comment(BaseModel):
    """What a colleague says to colleagues about a customer, a document or a project (评论).

    `text` is sealed under the customer's `profile` key. Nothing is deleted: a mistake is withdrawn.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="comments", db_index=False)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="comments", verbose_name=_("文档")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, related_name="comments", verbose_name=_("项目")
    )
    author = models.ForeignKey(
        Person, models.PROTECT, related_name="+", db_index=False, verbose_name=_("评论人")
    )
    text = models.BinaryField(_("内容"))
    people: models.ManyToManyField[Person, Mention] = models.ManyToManyField(
        Person, through="Mention", related_name="+", verbose_name=_("提及")
    )
    documents: models.ManyToManyField[Document, CommentDocument] = models.ManyToManyField(
        Document, through="CommentDocument", related_name="+", verbose_name=_("附件")
    )
    edited_at = models.DateTimeField(_("修改时间"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "comment"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("评论")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-created_at", "-id"], name="comment_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Mention(models.Model):
    """Somebody a comment speaks to (提及): told once, and found by 提到:我."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.person_id}"


class CommentDocument(models.Model):
    """A document that came with it (附件)."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="attached")
    document = models.ForeignKey(Document, models.PROTECT, related_name="comment_uses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "document"], name="comment_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.document_id}"
