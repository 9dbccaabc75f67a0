from django.db import models

from kedang.core.clock import now

KEYS = "keys"  # the database alias of the key store


class StoreKey(models.Model):
    """Key-encrypting key of the key store (库密钥), wrapped under the master key; the newest is in use."""

    alg = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)  # fingerprint of the master key that wraps it
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"store key {self.pk}"


class Key(models.Model):
    """A key of one owner for one purpose (数据密钥), wrapped under its parent or the store key.

    `touched_at` is when it was last asked for to be made: a key without its owner is an orphan only
    after a day, in which a slow transaction may still bring the owner.
    """

    owner = models.CharField(max_length=80)
    purpose = models.CharField(max_length=24)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    store_key = models.ForeignKey(StoreKey, models.PROTECT, null=True, related_name="keys")
    alg = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    touched_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "purpose"], name="vault_key_of_owner"),
            models.CheckConstraint(
                condition=models.Q(parent=None) ^ models.Q(store_key=None), name="vault_key_wrapped_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.purpose}"


class Destruction(models.Model):
    """One entry of the destruction register (销毁登记): intent, deletion, confirmation.

    It stays for ever; a restored key store replays it before it opens.
    """

    owner = models.CharField(max_length=80, unique=True)
    intended_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    keys = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.owner
