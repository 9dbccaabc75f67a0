from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel


class Organisation(BaseModel):
    """The business that runs this archive (本单位). One row, `pk=1`."""

    class SecurityProfile(models.TextChoices):
        MLPS3 = "mlps3", _("等保三级")
        ASVS = "asvs", "OWASP ASVS"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=30, blank=True)  # 全宗号
    industry = models.CharField(max_length=30, blank=True)
    security_profile = models.CharField(
        max_length=10, choices=SecurityProfile.choices, default=SecurityProfile.MLPS3
    )
    is_small = models.BooleanField(default=False)  # declared: one person may hold several of the three powers
    set_up_at = models.DateTimeField(null=True)
    options = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation"),)

    def __str__(self) -> str:
        return self.name


class Department(BaseModel):
    """A department (部门) in the tree; `path` is `/1/4/`, its own id last."""

    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=500, db_index=True, default="")
    head = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Django's and the sign-in library's way to find a person by e-mail."""

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, BaseModel):
    """Somebody who works with the archive (人员); `is_system` is the house itself."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=60, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    in_start_mode = models.BooleanField(default=False)  # the founder, until the three powers are filled
    suspended_at = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField(null=True)
    preferences = models.JSONField(default=dict)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    # The sign-in library and Django ask these; rights are decided in `access` only.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
