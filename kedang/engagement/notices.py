"""What people are told of feedback."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare


def _complaint(notice: Any) -> str:
    return reverse("engagement:complaint", args=[notice.subject_id])


def _campaign(notice: Any) -> str:
    return reverse("engagement:campaign", args=[notice.subject_id])


def _customer(notice: Any) -> str:
    return reverse("customer", args=[notice.customer_id])


SURVEY_ANSWERED = declare(
    NoticeKind(
        "engagement.survey_answered", _("客户答复了调查"), _("%(customer)s 答复了调查"), _customer, "chat"
    )
)
COMPLAINT_GIVEN = declare(
    NoticeKind(
        "engagement.complaint_given",
        _("有反馈交给您处理"),
        _("%(customer)s 有一件反馈交给您处理"),
        _complaint,
        "flag",
        by_mail=True,
    )
)
COMPLAINT_LATE = declare(
    NoticeKind(
        "engagement.complaint_late",
        _("反馈逾期"),
        _("%(customer)s 的反馈已逾期"),
        _complaint,
        "alert",
        by_mail=True,
    )
)
COMPLAINT_CLOSED = declare(
    NoticeKind(
        "engagement.complaint_closed",
        _("您登记的反馈已办结"),
        _("%(actor)s 办结了 %(customer)s 的反馈"),
        _complaint,
        "circle-check",
    )
)
CAMPAIGN_OFFERED = declare(
    NoticeKind(
        "engagement.campaign_offered",
        _("有群发等您批准"),
        _("%(actor)s 请您批准一次群发"),
        _campaign,
        "send",
        by_mail=True,
    )
)
