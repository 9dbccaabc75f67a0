from django.db import models
from django.db.models import Q

from kedang.core.clock import now


class TaskState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


class Task(models.Model):
    """One queued run of a job (任务). Done tasks are deleted; failed ones stay for the administrator."""

    job = models.CharField(max_length=120)
    args = models.JSONField(default=list)
    key = models.CharField(max_length=120, null=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.WAITING)
    run_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=160, default="")
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, default="")  # kind and place only: messages hold personal data
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "key"], condition=Q(state="waiting", key__isnull=False), name="jobs_key_once"
            )
        ]
        indexes = [models.Index(fields=["state", "run_at"], name="jobs_due")]

    def __str__(self) -> str:
        return f"{self.job} {self.pk}"


class Leader(models.Model):
    """Which worker is the scheduler just now (single row)."""

    worker = models.CharField(max_length=160)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class Occurrence(models.Model):
    """When a scheduled job was due last and got its task."""

    job = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.job
