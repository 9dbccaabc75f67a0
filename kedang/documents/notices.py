"""What people are told of the control of documents."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare

QUOTA_REACHED = declare(
    NoticeKind(
        "documents.quota_reached",
        _("文档用量达到上限"),
        _("%(actor)s 今天的文档用量达到上限"),
        lambda notice: reverse("accounts:person_ledger", args=[notice.actor_id]),
        "shield",
        by_mail=True,
    )
)
PERMIT_ASKED = declare(
    NoticeKind(
        "documents.permit_asked",
        _("有人申请下载文档"),
        _("%(actor)s 申请下载 %(customer)s 的文档"),
        lambda notice: reverse("documents:permits"),
        "download",
    )
)
PERMIT_DECIDED = declare(
    NoticeKind(
        "documents.permit_decided",
        _("下载申请有了结果"),
        _("%(actor)s 处理了您对 %(customer)s 文档的下载申请"),
        lambda notice: reverse("documents:document", args=[notice.subject_id]),
        "download",
    )
)
