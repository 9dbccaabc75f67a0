from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.access.words import Clearance
from kedang.core.models import BaseModel
from kedang.customers.querysets import CustomerQuerySet
from kedang.people.models import Department, Person

if TYPE_CHECKING:
    from kedang.customers.models.tags import CustomerTag, Tag


class Kind(models.TextChoices):
    ENTERPRISE = "enterprise", _("企业")
    PERSON = "person", _("个人")


class Stage(models.TextChoices):
    PROSPECT = "prospect", _("潜在客户")
    CURRENT = "current", _("现有客户")
    LOST = "lost", _("已流失客户")


class Status(models.TextChoices):
    """Ending the cooperation starts the retention clocks; being lost alone does not."""

    ACTIVE = "active", _("合作中")
    ENDED = "ended", _("已终止")


class Grade(models.TextChoices):
    A = "A", _("A类")
    B = "B", _("B类")
    C = "C", _("C类")


class GradeBasis(models.TextChoices):
    POTENTIAL = "potential", _("潜在价值")
    SALES = "sales", _("历史销售")


class Source(models.TextChoices):
    """Through which channel the customer came (来源渠道)."""

    VISIT = "visit", _("拜访")
    FAIR = "fair", _("展会")
    REFERRAL = "referral", _("合作推荐")
    WEBSITE = "website", _("企业官网")
    SOCIAL = "social", _("社交媒体")
    EMAIL = "email", _("电子邮件")
    PHONE = "phone", _("电话")
    OTHER = "other", _("其他")


class Gender(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Customer(BaseModel):
    """A customer's record (客户档案): a company or a person the business deals with.

    `id_number`, `address` and `note` are sealed under the customer's `profile` key; `id_number_token` is the keyed
    hash that finds an equal number. `match_key` is what equal names share. Trashed rows stay, out of every list.
    """

    kind = models.CharField(_("客户类型"), max_length=10, choices=Kind.choices, default=Kind.ENTERPRISE)
    number = models.CharField(_("客户编号"), max_length=80, unique=True)
    name = models.CharField(_("客户名称"), max_length=200)
    short_name = models.CharField(_("简称"), max_length=80, blank=True)
    match_key = models.CharField(max_length=200)
    external_id = models.CharField(_("外部编号"), max_length=100, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    id_number = models.BinaryField(_("身份证号"), null=True)
    id_number_token = models.BinaryField(null=True, max_length=32)

    stage = models.CharField(_("客户阶段"), max_length=10, choices=Stage.choices, default=Stage.PROSPECT)
    status = models.CharField(_("合作状态"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    cooperation_start = models.DateField(_("合作开始"), null=True, blank=True)
    cooperation_end = models.DateField(_("合作终止"), null=True, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=200, blank=True)
    grade = models.CharField(_("客户等级"), max_length=1, choices=Grade.choices, blank=True)
    grade_basis = models.CharField(_("评级依据"), max_length=10, choices=GradeBasis.choices, blank=True)
    industry = models.CharField(_("行业"), max_length=3, blank=True)  # GB/T 4754
    region = models.CharField(_("地区"), max_length=6, blank=True)  # GB/T 2260
    address = models.BinaryField(_("地址"), null=True)
    source = models.CharField(_("来源渠道"), max_length=10, choices=Source.choices, blank=True)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender.choices, blank=True)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    note = models.BinaryField(_("备注"), null=True)

    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,
        verbose_name=_("负责人"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,
        verbose_name=_("所属部门"),
    )
    helpers = models.ManyToManyField(Person, through="Helper", related_name="helped_customers")
    classification = models.PositiveSmallIntegerField(
        _("密级"), choices=Clearance.choices, default=Clearance.INTERNAL
    )
    template = models.ForeignKey(
        "RecordTemplate", models.PROTECT, null=True, blank=True, related_name="customers", db_index=False
    )
    tags: models.ManyToManyField[Tag, CustomerTag] = models.ManyToManyField(
        "Tag", through="CustomerTag", related_name="customers"
    )
    run_id = models.BigIntegerField(null=True, editable=False)  # the import that created it
    # The record this one became a part of: its number leads there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", db_index=False
    )
    trashed_at = models.DateTimeField(null=True, editable=False)
    trashed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = ""
    classification_field: ClassVar[str | None] = "classification"
    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("客户")
        verbose_name_plural = _("客户")
        indexes: ClassVar = [
            models.Index(fields=["match_key"], name="customer_match_key"),
            models.Index(fields=["uscc"], name="customer_uscc", condition=~Q(uscc="")),
            models.Index(fields=["external_id"], name="customer_external_id", condition=~Q(external_id="")),
            models.Index(
                fields=["id_number_token"],
                name="customer_id_number",
                condition=Q(id_number_token__isnull=False),
            ),
            models.Index(fields=["-updated_at", "-id"], name="customer_updated"),
            models.Index(fields=["stage", "-id"], name="customer_stage"),
            models.Index(fields=["industry", "-id"], name="customer_industry"),
            models.Index(fields=["region", "-id"], name="customer_region"),
            models.Index(fields=["grade", "-id"], name="customer_grade"),
            models.Index(fields=["source", "-id"], name="customer_source"),
            models.Index(fields=["owner", "-id"], name="customer_owner"),
            models.Index(fields=["department", "-id"], name="customer_department"),
            models.Index(
                fields=["template", "-id"], name="customer_template", condition=Q(template__isnull=False)
            ),
            models.Index(fields=["run_id"], name="customer_run", condition=Q(run_id__isnull=False)),
            models.Index(
                fields=["merged_into"], name="customer_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(
                fields=["trashed_at"], name="customer_trashed", condition=Q(trashed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key_owner(self) -> str:
        """Whose keys seal this record."""
        return f"customer:{self.pk}"

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None

    @property
    def shown_name(self) -> str:
        return self.short_name or self.name


class HelperRole(models.TextChoices):
    """What somebody helps with (协作角色)."""

    FOLLOW_UP = "follow_up", _("协助跟进")
    TECHNICAL = "technical", _("技术支持")
    SERVICE = "service", _("客服")
    FINANCE = "finance", _("财务对接")
    OTHER = "other", _("其他")


class Helper(models.Model):
    """A person who works on a customer beside its owner (协作人)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="helper_roles")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(
        _("角色"), max_length=10, choices=HelperRole.choices, blank=True, default="", db_default=""
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "person"], name="helper_once")]

    def __str__(self) -> str:
        return f"{self.customer}: {self.person}"
