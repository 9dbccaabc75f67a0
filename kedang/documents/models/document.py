from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.access.words import Clearance
from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import Customer, Project, Tag
from kedang.documents.querysets import DocumentQuerySet
from kedang.filing.models import DocumentType, Folder
from kedang.people.models import Person

# Written so that SQLite sees that `= 7` implies them; of `NOT (… IS NULL)` it does not.
_HAS_PROJECT = Q(project__isnull=False)
_IS_CHECKED_OUT = Q(checked_out_by__isnull=False)


class ReadState(models.TextChoices):
    """What came of reading the current version; everything but 已识读 says why."""

    WAITING = "waiting", _("正在读取")
    RECOGNISING = "recognising", _("正在识别文字")
    READ = "read", _("已识读")
    EMPTY = "empty", _("没有文字")
    UNREADABLE = "unreadable", _("文件损坏")
    PROTECTED = "protected", _("有密码保护")
    UNSUPPORTED = "unsupported", _("不支持的格式")
    TOO_BIG = "too_big", _("过大未读")
    TIMEOUT = "timeout", _("读取超时")
    FAILED = "failed", _("读取失败")


class Document(BaseModel):
    """A filed record of one customer (客户文档). Its bytes live in Version.

    `id` is given out before the row is written (`Sequence`): the key and the encrypted content exist
    first. `size`, `mime`, `content_mac`, `version_number` repeat the current version for lists.
    """

    id = models.BigIntegerField(primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="documents", db_index=False)
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="documents", db_index=False)
    type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, related_name="documents", db_index=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="documents", db_index=False
    )
    name = models.CharField(_("名称"), max_length=255)
    name_key = models.CharField(max_length=300)
    title = models.CharField(_("题名"), max_length=200, blank=True)
    original_name = models.CharField(_("原文件名"), max_length=400)
    document_date = models.DateField(_("文档日期"), null=True, blank=True)
    classification = models.PositiveSmallIntegerField(
        _("密级"), choices=Clearance.choices, default=Clearance.INTERNAL
    )
    number = models.CharField(_("档号"), max_length=120, null=True, blank=True, unique=True)
    tags = models.ManyToManyField(Tag, through="DocumentTag", related_name="documents")

    version_number = models.PositiveIntegerField(default=1)
    size = models.BigIntegerField(_("大小"))
    mime = models.CharField(max_length=120)
    content_mac = models.BinaryField(max_length=32)
    pages = models.PositiveIntegerField(null=True)
    read_state = models.CharField(
        _("识读"), max_length=12, choices=ReadState.choices, default=ReadState.WAITING
    )
    read_reason = models.CharField(max_length=30, blank=True)
    pages_read = models.PositiveIntegerField(default=0)  # while pages are recognised (OCR), of `pages`

    checked_out_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    checked_out_at = models.DateTimeField(null=True)
    checked_out_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    run_id = models.BigIntegerField(null=True, editable=False)  # the import that created it
    trashed_at = models.DateTimeField(null=True)
    trashed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    resource: ClassVar[str] = "document"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = "classification"
    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["folder", "name_key"], condition=Q(trashed_at=None), name="document_name_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], name="document_customer"),
            models.Index(fields=["folder", "-id"], name="document_folder"),
            models.Index(fields=["type", "-id"], name="document_type"),
            models.Index(fields=["project", "-id"], name="document_project", condition=_HAS_PROJECT),
            models.Index(fields=["created_by", "-id"], name="document_created_by"),
            models.Index(fields=["document_date", "id"], name="document_date"),
            models.Index(fields=["content_mac"], name="document_content"),
            models.Index(fields=["read_state", "id"], name="document_reading"),
            models.Index(
                fields=["pages_read", "id"],
                name="document_recognising",
                condition=Q(read_state=ReadState.RECOGNISING),
            ),
            models.Index(fields=["-updated_at", "-id"], name="document_updated"),
            models.Index(fields=["trashed_at"], name="document_trashed", condition=~Q(trashed_at=None)),
            models.Index(fields=["run_id"], name="document_run", condition=~Q(run_id=None)),
            models.Index(fields=["checked_out_by"], name="document_checked_out", condition=_IS_CHECKED_OUT),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key_owner(self) -> str:
        """Whose key (purpose `document`) seals every version, text and page image."""
        return f"document:{self.pk}"

    @property
    def withholds_texts(self) -> bool:
        """Of the top level search results show names only; what it says is asked for (`documents.sitting`)."""
        return self.classification >= Clearance.CORE or self.customer.classification >= Clearance.CORE

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None

    @property
    def is_being_read(self) -> bool:
        return self.read_state in {ReadState.WAITING, ReadState.RECOGNISING}

    @property
    def is_being_recognised(self) -> bool:
        return self.read_state == ReadState.RECOGNISING

    @property
    def wants_password(self) -> bool:
        return self.read_state == ReadState.PROTECTED and self.read_reason != "unknown_encryption"

    @property
    def may_be_read_again(self) -> bool:
        """Another try may end better."""
        return self.read_state in {ReadState.FAILED, ReadState.TIMEOUT}

    @property
    def is_checked_out(self) -> bool:
        held_until = self.checked_out_until
        return self.checked_out_by_id is not None and (held_until is None or held_until > now())

    def is_held_off_from(self, person_id: int) -> bool:
        return self.is_checked_out and self.checked_out_by_id != person_id


class DocumentTag(models.Model):
    """A document bears a tag."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tag_uses")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="document_uses", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "tag"], name="document_tag_once")
        ]
        indexes: ClassVar = [models.Index(fields=["tag", "-document"], name="document_tag_by_tag")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.tag_id}"


class DocumentValue(models.Model):
    """What a field of the document's type holds, in the column of its type.

    Personal ones are sealed under the document's key and only there.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="values")
    key = models.CharField(max_length=60)
    text = models.CharField(max_length=1000, blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    date = models.DateField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="document_value_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["key", "text"], name="document_value_text"),
            models.Index(fields=["key", "number"], name="document_value_number"),
            models.Index(fields=["key", "date"], name="document_value_date"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.key}"


class Sequence(models.Model):
    """The last document id given out (one row, `pk=1`)."""

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
