from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.people.models import Person


class Dealing(BaseModel):
    """What purchases, interactions and needs have in common (往来记录). Nothing is deleted: a mistake is withdrawn.

    `recorded_by` entered it; `author` is whose it is (of an imported one the original author, when known here,
    else `author_name`). `external_id`: its number in the system it came from.
    """

    author = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("经手人"),
    )
    author_name = models.CharField(_("原经手人"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, editable=False)
    external_id = models.CharField(_("外部编号"), max_length=100, blank=True)
    run_id = models.BigIntegerField(null=True, editable=False)  # the import it came with
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )

    resource: ClassVar[str] = "dealing"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def whose(self) -> str:
        return self.author.name if self.author else self.author_name
