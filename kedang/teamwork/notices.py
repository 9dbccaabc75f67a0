"""What people are told of teamwork."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.notify.kinds import NoticeKind, declare, leads_to


def _customer(notice: Any) -> str:
    return reverse("customer", args=[notice.customer_id])


MENTIONED = declare(
    NoticeKind(
        "teamwork.mentioned",
        _("有人在评论里提到您"),
        _("%(actor)s 在 %(customer)s 的评论里提到了您"),
        leads_to("teamwork:comment_place"),
        "at",
        by_mail=True,
    )
)

# Departments concerned hear of it (A14); followers of contact points hear the same once.
CONTACT_CHANGED = declare(
    NoticeKind(
        "teamwork.contact_changed",
        _("客户的联系方式有变化"),
        _("%(actor)s 更新了 %(customer)s 的联系方式"),
        _customer,
        "phone",
    )
)
FOLLOWED = {
    name: declare(NoticeKind(f"teamwork.followed_{name}", label, sentence, _customer, "bookmark"))
    for name, label, sentence in (
        ("record", _("关注的客户：资料有变化"), _("%(actor)s 更新了您关注的 %(customer)s 的资料")),
        ("team", _("关注的客户：负责人有变化"), _("%(actor)s 变更了您关注的 %(customer)s 的负责人或协作人")),
        ("dealing", _("关注的客户：有新往来"), _("%(actor)s 记录了与您关注的 %(customer)s 的往来")),
        ("document", _("关注的客户：有新文档"), _("%(actor)s 归档了您关注的 %(customer)s 的文档")),
        ("comment", _("关注的客户：有新评论"), _("%(actor)s 评论了您关注的 %(customer)s")),
        ("feedback", _("关注的客户：有反馈"), _("您关注的 %(customer)s 有新的反馈或投诉")),
    )
} | {"contact": CONTACT_CHANGED}

INHERITED = declare(
    NoticeKind(
        "teamwork.inherited",
        _("有客户交接给您"),
        _("%(actor)s 把一批客户交接给您"),
        leads_to("teamwork:hand_over"),
        "exchange",
        by_mail=True,
    )
)

POOL_WARNED = declare(
    NoticeKind(
        "teamwork.pool_warned",
        _("客户将回到公海"),
        _("您负责的一些客户很久没有联系，将回到公海"),
        lambda notice: reverse("teamwork:pool_warnings"),
        "pool",
        by_mail=True,
    )
)
POOL_TAKEN_BACK = declare(
    NoticeKind(
        "teamwork.pool_taken_back",
        _("客户回到了公海"),
        _("您负责的客户因很久没有联系回到了公海"),
        lambda notice: reverse("teamwork:pool"),
        "pool",
    )
)
POOL_GIVEN = declare(
    NoticeKind(
        "teamwork.pool_given", _("从公海分派给您"), _("%(actor)s 把 %(customer)s 分派给您"), _customer, "pool"
    )
)
