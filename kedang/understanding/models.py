from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.documents.models import Document
from kedang.filing.models import DocumentType
from kedang.people.models import Person
from kedang.understanding.querysets import SuggestionQuerySet


class Suggestion(BaseModel):
    """What a document's text says of it (建议): one row a document, of its current version.

    `sealed`: the parts with their confidence, words and places, and what they rest on, under the document's key.
    `confidence` (per mille) is that of the least sure part; `same_invoice` the keyed token of number and seller.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        SETTLED = "settled", _("没有待确认的")

    document = models.OneToOneField(Document, models.CASCADE, related_name="suggestion")
    version_number = models.PositiveIntegerField()
    method = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    type = models.ForeignKey(DocumentType, models.SET_NULL, null=True, related_name="+", db_index=False)
    confidence = models.PositiveSmallIntegerField(default=0)
    same_invoice = models.BinaryField(max_length=32, null=True)
    sealed = models.BinaryField()
    undo = models.BinaryField(null=True)  # sealed: what taking the last decision back needs
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "document"
    scope_path: ClassVar[str | None] = "document__customer"
    classification_field: ClassVar[str | None] = "document__classification"
    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-id"], name="suggestion_open", condition=models.Q(state="open")),
            models.Index(
                fields=["same_invoice"], name="suggestion_invoice", condition=~models.Q(same_invoice=None)
            ),
            models.Index(fields=["method", "id"], name="suggestion_method"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state} {self.confidence}‰"


class Learnt(BaseModel):
    """How often each feature was seen in documents of one label (学到的计数): keyed hashes with counts, sealed.

    `kind` type: `target` is a DocumentType; tag: a Tag, 0 those without any.
    """

    kind = models.CharField(max_length=8)
    target = models.BigIntegerField()
    documents = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "target"], name="learnt_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}: {self.documents}"


class Lesson(models.Model):
    """What one document taught (一课), so that it can be un-learnt exactly. Its features are sealed under the document's key."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="lesson")
    type_id = models.BigIntegerField(null=True)
    tags: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    sealed = models.BinaryField()
    # How sure the rules and counts were (tenths), and whether they were right.
    tenth = models.PositiveSmallIntegerField(null=True)
    was_right = models.BooleanField(null=True)
    learnt_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id}: {self.type_id}"


class Reliability(models.Model):
    """How often suggestions of a tenth of confidence were right here (校准)."""

    tenth = models.PositiveSmallIntegerField(primary_key=True)
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.tenth}: {self.right}/{self.right + self.wrong}"
