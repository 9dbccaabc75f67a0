from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.access.words import Clearance, Scope
from kedang.core.models import BaseModel


class Post(BaseModel):
    """A post (岗位): a set of rights with one data scope and one clearance."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True)
    scope = models.PositiveSmallIntegerField(choices=Scope.choices, default=Scope.OWN)
    clearance = models.PositiveSmallIntegerField(choices=Clearance.choices, default=Clearance.INTERNAL)
    is_preset = models.BooleanField(default=False)
    demands_second_factor = models.BooleanField(default=False)

    resource: ClassVar[str] = "post"
    scope_path: ClassVar[str | None] = None

    def __str__(self) -> str:
        return self.name


class PostRight(models.Model):
    """One verb on one resource that a post gives."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="rights")
    resource = models.CharField(max_length=30)
    verb = models.CharField(max_length=12)
    # Empty: the post's own scope.
    scope = models.PositiveSmallIntegerField(choices=Scope.choices, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "resource", "verb"], name="post_right_once")
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.resource}.{self.verb}"


class Holding(BaseModel):
    """A person holds a post in a department (任职); its scope is counted from that department."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Two, since SQLite counts empty departments as different (and knows no `nulls_distinct`).
            models.UniqueConstraint(
                fields=["person", "post", "department"],
                condition=models.Q(ended_at=None),
                name="holding_once",
            ),
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=models.Q(ended_at=None, department=None),
                name="holding_once_anywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"
