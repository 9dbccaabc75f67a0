from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.intake.models.customer_import import key_of
from kedang.people.models import Person


class FolderImportQuerySet(GuardedQuerySet["FolderImport"]):
    def of(self, actor: Actor) -> FolderImportQuerySet:
        """Each sees their own imports."""
        return self.filter(person_id=actor.id).exclude(state=FolderImport.State.DISCARDED)

    def recent(self) -> FolderImportQuerySet:
        return self.select_related("run").order_by("-pk")[:10]


class FolderImport(BaseModel):
    """A folder of customers' files brought in (文件夹导入): a zip, a directory on the server, or dropped files."""

    class Source(models.TextChoices):
        ZIP = "zip", _("压缩包")
        DIRECTORY = "directory", _("服务器目录")
        UPLOAD = "upload", _("拖入的文件")

    class State(models.TextChoices):
        RECEIVING = "receiving", _("接收中")
        DRAFT = "draft", _("准备中")
        STARTED = "started", _("导入中")
        DONE = "done", _("已完成")
        DISCARDED = "discarded", _("已放弃")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True)  # names its key before the row exists
    name = models.CharField(max_length=255)
    source = models.CharField(max_length=10, choices=Source.choices)
    location = models.CharField(max_length=1000, blank=True)  # blob of the zip, or the directory
    pattern = models.CharField(max_length=200, default="{客户}/**")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVING)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="folder_import")
    total = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    filed = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)  # in triage
    failed = models.PositiveIntegerField(default=0)

    resource: ClassVar[str] = "document"
    scope_path: ClassVar[str | None] = None
    objects = FolderImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> tuple[str, str]:
        return key_of(self.token)

    @property
    def is_over(self) -> bool:
        return self.state == self.State.DONE or (self.run is not None and self.run.is_over)


class FolderLabel(models.Model):
    """What a folder import calls a customer (客户文件夹名), and whose files these are decided to be."""

    class Decision(models.TextChoices):
        MATCHED = "matched", _("归入客户")
        NEW = "new", _("新建客户")
        TRIAGE = "triage", _("待分拣")
        SKIPPED = "skipped", _("不导入")

    folder_import = models.ForeignKey(FolderImport, models.CASCADE, related_name="labels")
    label = models.CharField(max_length=255)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.TRIAGE)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    matched_by = models.CharField(max_length=20, blank=True)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folder_import", "label"], name="folder_label_once")
        ]

    def __str__(self) -> str:
        return self.label


class FolderItem(models.Model):
    """One file of a folder import (待导入文件), until it is filed, found to be there already, or decided upon."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        FILED = "filed", _("已归档")
        DUPLICATE = "duplicate", _("内容重复，未再归档")
        TRIAGE = "triage", _("待分拣")
        FAILED = "failed", _("未能导入")
        SKIPPED = "skipped", _("不导入")

    folder_import = models.ForeignKey(FolderImport, models.CASCADE, related_name="items")
    label = models.ForeignKey(FolderLabel, models.SET_NULL, null=True, related_name="items")
    path = models.CharField(max_length=1000)  # as it came, below the import's root
    folder = models.CharField(max_length=900, blank=True)  # below the customer
    name = models.CharField(max_length=400)
    project = models.CharField(max_length=200, blank=True)
    member = models.CharField(max_length=1000, blank=True)  # how the source finds it
    blob_id = models.CharField(max_length=64, blank=True)  # its own copy, when the source does not keep it
    size = models.BigIntegerField(default=0)
    modified_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["folder_import", "state", "id"], name="folder_item_state"),
        ]

    def __str__(self) -> str:
        return self.path
