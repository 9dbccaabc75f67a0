from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.people.models import Person
from kedang.quality.querysets import CleanupQuerySet


class Cycle(models.IntegerChoices):
    """Every so many months."""

    QUARTER = 3, _("每季度")
    HALF = 6, _("每半年")
    YEAR = 12, _("每年")


class Cleanup(BaseModel):
    """Everything that gathers dust, worked off together and signed off (定期清理).

    `before` and `after`: how much of each section was there at the start and when it was signed, within the sight of
    who started it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    cycle = models.PositiveSmallIntegerField(_("周期"), choices=Cycle.choices, default=Cycle.QUARTER)
    due_on = models.DateField(_("期限"))
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)
    signed_at = models.DateTimeField(_("签字时间"), null=True)

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = CleanupQuerySet.as_manager()

    class Meta:
        verbose_name = _("定期清理")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(signed_at=None), name="one_cleanup_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"
