from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.search.querysets import SavedViewQuerySet


class IndexEntry(models.Model):
    """The sealed texts of one part of one subject (索引项); its tokens lie in the engine under the same id.

    Append-only: a change inserts an entry and marks the old one dead. `id` is kind, subject and sequence (kinds.py).
    """

    id = models.BigIntegerField(primary_key=True)
    customer_id = models.BigIntegerField(null=True)
    part = models.CharField(max_length=40)
    tokenizer_version = models.PositiveSmallIntegerField()
    is_dead = models.BooleanField(default=False)
    owner = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="search_dead", condition=models.Q(is_dead=True)),
            models.Index(fields=["customer_id"], name="search_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.part}"


class Rebuild(models.Model):
    """The tokens are being made again (重建索引): how far it is, newest first. No row: all of them are there.

    One row, `pk=1`, that outlives a killed process; the next one goes on below `below`.
    """

    below = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField()

    objects: ClassVar[models.Manager[Rebuild]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    @classmethod
    def under_way(cls) -> Rebuild | None:
        return cls.objects.first()

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // max(1, self.total))


class SavedView(BaseModel):
    """A query with its columns and order under a name (保存的视图), a tab above the list."""

    class Sharing(models.TextChoices):
        NOBODY = "nobody", _("仅自己")
        DEPARTMENT = "department", _("本部门")
        ALL = "all", _("全体")

    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="saved_views")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=60, blank=True)
    shared_with = models.CharField(max_length=12, choices=Sharing.choices, default=Sharing.NOBODY)
    # How a list of customers is shown: as rows, in groups, as a board.
    face = models.CharField(max_length=10, blank=True)
    grouping = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="+")
    # Beside or instead of the owner's own.
    departments = models.ManyToManyField("people.Department", related_name="+")

    resource: ClassVar[str] = "saved_view"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "kind", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view a list begins with for those who hold a post (岗位默认视图)."""

    post = models.ForeignKey("access.Post", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "kind"], name="default_view_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind}: {self.view_id}"
