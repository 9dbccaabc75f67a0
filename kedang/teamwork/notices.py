"""What people are told of teamwork."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare


def _customer(notice: Any) -> str:
    return reverse("customer", args=[notice.customer_id])


MENTIONED = declare(
    NoticeKind(
        "teamwork.mentioned",
        _("有人在评论里提到您"),
        _("%(actor)s 在 %(customer)s 的评论里提到了您"),
        lambda notice: reverse("teamwork:comment_place", args=[notice.subject_id]),
        "at",
        by_mail=True,
    )
)
