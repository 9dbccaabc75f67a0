from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.customers.models import Customer

AAD = b"dossier-origin"


class Origin(models.Model):
    """Where a restored row came from, and what it said there and cannot say in its columns here (来源).

    Mostly who wrote it, when that person has no account here; `facts` is sealed under the customer's `profile` key.
    """

    bag_import = models.ForeignKey(
        "dossier.BagImport", models.PROTECT, related_name="origins", db_index=False
    )
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    table = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    old_id = models.BigIntegerField()  # what it was called in the dossier
    facts = models.BinaryField(null=True)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "table", "row_id"], name="dossier_origin_once"),
            models.UniqueConstraint(fields=["bag_import", "table", "old_id"], name="dossier_origin_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"

    @property
    def sealed_facts(self) -> tuple[bytes, str, str, bytes]:
        """What `vault.unseal_many` takes."""
        return bytes(self.facts or b""), f"customer:{self.customer_id}", "profile", AAD

    @staticmethod
    def read(body: bytes) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(body)
        return facts
