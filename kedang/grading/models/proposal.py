from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.customers.models.customer import Grade
from kedang.grading.querysets import ProposalQuerySet
from kedang.people.models import Person


class Proposal(BaseModel):
    """The calculation would grade a customer otherwise (等级建议); a person, or the rule, decides.

    `basis`: the figures it rests on, as they were. One open proposal for a customer; a kept grade is proposed
    again only when the calculation comes to another result.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待决定")
        ACCEPTED = "accepted", _("已采纳")
        KEPT = "kept", _("维持原等级")
        LAPSED = "lapsed", _("已失效")  # the calculation has changed its mind, or the grade was changed

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="grade_proposals")
    present = models.CharField(_("现等级"), max_length=1, choices=Grade.choices, blank=True)
    proposed = models.CharField(_("建议等级"), max_length=1, choices=Grade.choices)
    basis: models.JSONField[Any, Any] = models.JSONField(_("依据"), default=dict)
    version = models.CharField(_("方法版本"), max_length=10)
    as_of = models.DateField(_("计算日期"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("等级建议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(state="open"), name="proposal_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["-id"], name="proposal_open", condition=models.Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.present}→{self.proposed}"
