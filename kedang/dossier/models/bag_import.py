from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Run
from kedang.core.actor import Actor
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person


class BagImportQuerySet(models.QuerySet["BagImport"]):
    def of(self, actor: Actor) -> BagImportQuerySet:
        """Each sees their own: the file holds what their rights may not cover."""
        return self.filter(person_id=actor.id)


class BagImport(BaseModel):
    """A dossier brought back (导入档案包): the zip stays sealed under the import's key until it is done with.

    `findings` is sealed too: what the check found, and what will be made.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("核对中")
        REFUSED = "refused", _("不能导入")
        READY = "ready", _("待确认")
        STARTED = "started", _("恢复中")
        DONE = "done", _("已完成")
        DISCARDED = "discarded", _("已放弃")

    class Target(models.TextChoices):
        """What becomes of the record."""

        NEW = "new", _("新建客户，沿用原编号")
        RENUMBERED = "renumbered", _("新建客户，另编新号")
        INTO = "into", _("恢复到已有的空档案")

    token = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=255)
    blob_id = models.CharField(max_length=32, db_index=True)
    size = models.BigIntegerField(_("大小"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CHECKING)
    checked = models.PositiveSmallIntegerField(default=0)  # per cent of the content
    findings = models.BinaryField(null=True)
    target = models.CharField(max_length=10, choices=Target.choices, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", db_index=False)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="+")

    objects = BagImportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="dossier_import_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def key_owner(self) -> str:
        return f"dossier-import:{self.token}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.REFUSED, self.State.DISCARDED}
