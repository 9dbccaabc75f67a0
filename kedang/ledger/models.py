from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import kind_of


class Event(models.Model):
    """One access or change (台账记录). Never changed, never deleted here.

    The header (columns) holds ids, never names. `payload` (field changes, details) is sealed under the
    key whose destruction must end it; `reason` under the audit key of its month. `canonical` are the
    bytes that `digest` was made of: RFC 6962 leaf hash, SHA-256(0x00 ‖ canonical).
    """

    class Result(models.TextChoices):
        OK = "ok", _("成功")
        REFUSED = "refused", _("被拒绝")
        FAILED = "failed", _("失败")

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=45, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    run_id = models.BigIntegerField(null=True)
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.OK)
    payload = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)
    payload_key = models.CharField(max_length=60, blank=True)  # "owner purpose" of the payload's key
    canonical = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["customer_id", "-id"],
                name="event_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
            # The timeline's order.
            models.Index(
                fields=["customer_id", "-at", "-id"],
                name="event_customer_at",
                condition=models.Q(customer_id__isnull=False),
            ),
            models.Index(fields=["actor", "-id"], name="event_actor"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_subject"),
            models.Index(
                fields=["person", "-id"], name="event_person", condition=models.Q(person__isnull=False)
            ),
            models.Index(fields=["kind", "-id"], name="event_kind"),
            models.Index(fields=["run_id"], name="event_run", condition=models.Q(run_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind}"

    @property
    def sentence(self) -> str:
        kind = kind_of(self.kind)
        return str(kind.sentence) if kind else self.kind
