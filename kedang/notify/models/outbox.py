from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now


class Mail(models.Model):
    """A mail that leaves once its transaction is there (发件箱): at least once, told apart by `key`.

    `sealed` holds `{"to", "subject", "text", "html", "headers"}` under `owner`'s `profile` key, or the audit key.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        CANCELLED = "cancelled", _("已取消")

    key = models.CharField(max_length=120, unique=True)
    owner = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20)
    sealed = models.BinaryField()
    customer_id = models.BigIntegerField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="mail_waiting", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
