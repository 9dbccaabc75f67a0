from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.customers.models import ContactPerson, Customer, Project
from kedang.dealings.models.dealing import Dealing
from kedang.dealings.querysets import InteractionQuerySet
from kedang.documents.models import Document


class Channel(models.TextChoices):
    """How people talked (沟通渠道, requirement A4)."""

    CALL = "call", _("电话")
    WECHAT = "wechat", _("微信")
    VISIT = "visit", _("拜访")
    MEETING = "meeting", _("会议")
    TALK = "talk", _("面谈")
    EMAIL = "email", _("电子邮件")
    QQ = "qq", "QQ"
    DINGTALK = "dingtalk", _("钉钉")
    SMS = "sms", _("短信")
    LETTER = "letter", _("信函")
    OTHER = "other", _("其他")


class Direction(models.TextChoices):
    OUT = "out", _("我方发起")
    IN = "in", _("客户发起")


class Interaction(Dealing):
    """One time somebody of ours and of the customer's talked (沟通记录).

    `content` is JSON sealed under the customer's `profile` key: `text`, and `names` of those who took part
    without being contact persons.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="interactions", db_index=False)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    direction = models.CharField(_("方向"), max_length=3, choices=Direction.choices, blank=True)
    at = models.DateTimeField(_("时间"))
    content = models.BinaryField(_("内容"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="interactions", verbose_name=_("项目")
    )
    people: models.ManyToManyField[ContactPerson, InteractionPerson] = models.ManyToManyField(
        ContactPerson, through="InteractionPerson", related_name="interactions", verbose_name=_("参与人")
    )
    documents: models.ManyToManyField[Document, InteractionDocument] = models.ManyToManyField(
        Document, through="InteractionDocument", related_name="interactions", verbose_name=_("附件")
    )

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("沟通记录")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-at", "-id"], name="interaction_of_customer"),
            models.Index(fields=["customer", "channel"], name="interaction_channel"),
            models.Index(
                fields=["external_id"], name="interaction_external_id", condition=~models.Q(external_id="")
            ),
            models.Index(fields=["run_id"], name="interaction_run", condition=models.Q(run_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"


class InteractionPerson(models.Model):
    """A contact person who took part (参与人)."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="taking_part")
    person = models.ForeignKey(ContactPerson, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interaction", "person"], name="interaction_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id}: {self.person_id}"


class InteractionDocument(models.Model):
    """A document that came with it (附件)."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="attached")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interaction", "document"], name="interaction_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id}: {self.document_id}"
