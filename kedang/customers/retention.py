"""How long what an own field holds is kept: the record's own time, or a class with a reason of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionClass(models.TextChoices):
    """Codes of the retention schedule (保管期限表) that fit fields of a customer's record."""

    CUSTOMER = "CUSTOMER", _("随客户档案")
    MARKETING = "MKT", _("营销资料：最后联系后 24 个月")
    COMMUNICATION = "COM", _("沟通资料：形成后 3 年")
    AML_IDENTITY = "AML-ID", _("反洗钱身份资料：业务关系结束后 10 年")
    SECURITIES = "SEC", _("证券、期货客户资料：终止后 20 年")
    INSURANCE_SHORT = "INS-S", _("保险资料（一年及以下）：合同终止后 5 年")
    INSURANCE_LONG = "INS-L", _("保险资料（一年以上）：合同终止后 10 年")
