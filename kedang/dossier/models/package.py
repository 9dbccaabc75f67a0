from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.core.actor import Actor
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person


class PackageQuerySet(models.QuerySet["Package"]):
    def of(self, actor: Actor) -> PackageQuerySet:
        """Each sees their own: it holds what their rights covered, not what a colleague’s do."""
        return self.filter(person_id=actor.id)


class Package(BaseModel):
    """A dossier made ahead by a run over many customers (档案包): kept sealed for some days, for who asked for it.

    Its key is its own (`package:<token>`), so that sweeping it leaves nothing readable.
    """

    token = models.CharField(max_length=32, unique=True)
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("文件名"), max_length=255)
    blob_id = models.CharField(max_length=32, db_index=True)
    size = models.BigIntegerField(_("大小"))
    documents = models.PositiveIntegerField(_("文档"), default=0)
    withheld = models.PositiveIntegerField(_("未包含"), default=0)
    in_clear = models.BooleanField(default=False)
    expires_at = models.DateTimeField(_("保留至"), db_index=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "customer"], name="dossier_package_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key_owner(self) -> str:
        return f"package:{self.token}"
