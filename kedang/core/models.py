from django.db import models

from kedang.core.clock import now


class BaseModel(models.Model):
    """What every stored thing has. `revision` grows by one with each change (optimistic locking)."""

    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
