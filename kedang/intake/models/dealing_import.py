from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor
from kedang.core.models import BaseModel
from kedang.intake.models.customer_import import key_of
from kedang.people.models import Person


class DealingImportQuerySet(GuardedQuerySet["DealingImport"]):
    def of(self, actor: Actor) -> DealingImportQuerySet:
        """Each sees their own imports: the file holds what their rights may not cover."""
        return self.filter(person_id=actor.id)

    def recent(self, kind: str) -> DealingImportQuerySet:
        kept = self.exclude(state=DealingImport.State.DISCARDED).filter(kind=kind)
        return kept.select_related("run").order_by("-pk")[:10]


class DealingImport(BaseModel):
    """One list of purchases or interactions brought in (往来记录导入): the file, its columns, and what came of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        STARTED = "started", _("导入中")
        DONE = "done", _("已完成")
        DISCARDED = "discarded", _("已放弃")

    class Kind(models.TextChoices):
        PURCHASES = "purchases", _("购买记录")
        INTERACTIONS = "interactions", _("沟通记录")

    kind = models.CharField(max_length=12, choices=Kind.choices)
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
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="dealing_import")
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    resource: ClassVar[str] = "dealing"
    scope_path: ClassVar[str | None] = None
    objects = DealingImportQuerySet.as_manager()

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


class DealingProblem(models.Model):
    """A row that was not taken, or taken with a reservation; `sealed` holds its cells and what is wrong with each."""

    dealing_import = models.ForeignKey(DealingImport, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()  # as the spreadsheet counts: the heading is row 1
    is_rejected = models.BooleanField(default=True)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dealing_import", "row"], name="dealing_problem_once")
        ]

    def __str__(self) -> str:
        return f"{self.dealing_import_id}: {self.row}"
