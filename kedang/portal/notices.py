"""What people are told of customers' own pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare

REQUESTED = declare(
    NoticeKind(
        "portal.requested",
        _("客户提出了申请"),
        _("%(customer)s 通过自助页提出了申请"),
        lambda notice: reverse("portal:requests"),
        "inbox",
    )
)
LOCKED = declare(
    NoticeKind(
        "portal.locked",
        _("自助链接已锁定"),
        _("%(customer)s 的自助链接因验证码多次错误而锁定"),
        lambda notice: reverse("customer", args=[notice.customer_id]),
        "lock",
        by_mail=True,
    )
)
WITHDREW = declare(
    NoticeKind(
        "portal.withdrew",
        _("客户撤回了联系许可"),
        _("%(customer)s 撤回了联系许可"),
        lambda notice: reverse("customer", args=[notice.customer_id]),
        "mail",
    )
)
