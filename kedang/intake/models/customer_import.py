from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor
from kedang.core.models import BaseModel
from kedang.people.models import Department, Person


def key_of(token: str) -> tuple[str, str]:
    return f"import:{token}", "import"


class CustomerImportQuerySet(GuardedQuerySet["CustomerImport"]):
    def of(self, actor: Actor) -> CustomerImportQuerySet:
        """Each sees their own imports: the file holds what their rights may not cover."""
        return self.filter(person_id=actor.id)

    def recent(self) -> CustomerImportQuerySet:
        """The last ten, newest first, for the start of the wizard."""
        kept = self.exclude(state=CustomerImport.State.DISCARDED)
        return kept.select_related("run").order_by("-pk")[:10]


class CustomerImport(BaseModel):
    """One list of customers brought in (客户导入): the file, how its columns are read, and what came of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        STARTED = "started", _("导入中")
        DONE = "done", _("已完成")
        DISCARDED = "discarded", _("已放弃")

    class Mode(models.TextChoices):
        CREATE = "create", _("只新建")
        UPDATE = "update", _("只更新")
        BOTH = "both", _("新建并更新")

    class Lenience(models.TextChoices):
        REFUSE = "refuse", _("拒绝该行，退回结果文件")
        KEEP = "keep", _("按原样收下，标记待核实")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True)  # names its key before the row exists
    file_name = models.CharField(max_length=255)
    source = models.CharField(max_length=64)  # blob of the file as it came
    rows = models.CharField(max_length=64, blank=True)  # blob of its rows, a JSON array a line
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=120, blank=True)
    encoding = models.CharField(max_length=30, blank=True)
    headings = models.JSONField(default=list)
    segments = models.JSONField(default=list)  # [first row, rows, offset, length] of each chunk of `rows`
    mapping = models.JSONField(default=list)  # a target per column, "" = left out
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.BOTH)
    match_by = models.JSONField(default=list)  # number, external_id, uscc, match_key, phone, email
    lenience = models.CharField(max_length=6, choices=Lenience.choices, default=Lenience.REFUSE)
    default_owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    default_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="customer_import")
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = None
    objects = CustomerImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        """Done, or stopped by its owner."""
        return self.state == self.State.DONE or (self.run is not None and self.run.is_over)

    @property
    def key(self) -> tuple[str, str]:
        """Owner and purpose of the key its files and problems are sealed under."""
        return key_of(self.token)


class RowProblem(models.Model):
    """A row that was not taken, or taken with a reservation; `sealed` holds its cells and what is wrong with each."""

    customer_import = models.ForeignKey(CustomerImport, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()  # as the spreadsheet counts: the heading is row 1
    is_rejected = models.BooleanField(default=True)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer_import", "row"], name="row_problem_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_import_id}: {self.row}"
