from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.querysets import InvitationQuerySet, SurveyQuerySet
from kedang.people.models import Person


class Survey(BaseModel):
    """Questions asked of customers by link (满意度调查).

    `questions`: [{"key", "kind", "label", "label_en", "required", "options": [{"zh", "en"}]}], kinds of `questions.Kind`.
    Once open the questions stay as they are, so that results can be compared.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        OPEN = "open", _("进行中")
        CLOSED = "closed", _("已结束")

    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    intro = models.CharField(max_length=500, blank=True)
    intro_en = models.CharField(max_length=500, blank=True)
    questions = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField(default=30)  # a link is good for
    remind_after = models.PositiveSmallIntegerField(default=7)  # days; 0: never
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(
        null=True, editable=False
    )  # out of the list; answers stay with their customers

    resource: ClassVar[str] = "feedback"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = SurveyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Invitation(BaseModel):
    """One customer asked once (调查邀请). `answers` is sealed under the customer's `profile` key."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invitations", db_index=False)
    # Where it was mailed to; None: the link was handed over in another way.
    point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, related_name="+", db_index=False)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(max_length=200)  # scheme and host people reach this archive by
    language = models.CharField(max_length=10, blank=True)
    expires_at = models.DateTimeField(_("有效期至"))
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answers = models.BinaryField(_("答复"), null=True)

    resource: ClassVar[str] = "feedback"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-created_at", "-id"], name="invitation_of_customer"),
            models.Index(fields=["survey", "-answered_at", "-id"], name="invitation_of_survey"),
            models.Index(
                fields=["remind_at"],
                name="invitation_to_remind",
                condition=models.Q(
                    answered_at=None, withdrawn_at=None, reminded_at=None, remind_at__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"

    @property
    def state(self) -> str:
        if self.answered_at:
            return "answered"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.expires_at <= now() else "waiting"


class SurveyLink(models.Model):
    """An address of an invitation; only the token's SHA-256 is kept. A reminder carries one of its own."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"{self.invitation_id}"


class Rating(models.Model):
    """The figure or choice given to one question, apart from the sealed words, so that results can be counted."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+", db_index=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="ratings")
    question = models.CharField(max_length=20)
    value = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["survey", "question", "at"], name="rating_of_survey")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "question"], name="rating_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"
