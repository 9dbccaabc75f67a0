"""Separation of powers (三员分立): who administers the system, who gives rights, who reads the ledger."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.models import Holding, Post, PostRight
from kedang.core.actor import Actor
from kedang.core.errors import Refused
from kedang.core.prepared import Prepared
from kedang.people.models import Organisation, Person

POWERS = ("system_admin", "security_admin", "auditor")

# What no post with the first right may also have, and why (GB/T 22239 三级: 安全管理中心).
_APART = (
    (("ledger", "view"), ("post", "manage"), gettext_lazy("查看台账的岗位不能管理权限")),
    (("ledger", "view"), ("settings", "manage"), gettext_lazy("查看台账的岗位不能管理系统")),
    (("post", "manage"), ("person", "manage"), gettext_lazy("授权与人员管理由两个岗位分担")),
)


def check_holding(person: Person, post: Post, *, actor: Actor) -> None:
    """Raise Refused when `post` would unite powers that must stay apart, or somebody serves themself."""
    if actor.id == person.pk and not actor.person.is_system:
        raise Refused(_("不能给自己任职"), remedy=_("请由另一位安全管理员办理。"))
    if _is_small():
        return
    held = Holding.objects.filter(person=person, ended_at=None).select_related("post")
    for holding in held:
        check_rights({*pairs(holding.post), *pairs(post)})
        if holding.post.code in POWERS and post.code in POWERS and holding.post.code != post.code:
            raise Refused(
                _("%(person)s 已是%(held)s，不能兼任%(post)s")
                % {"person": person, "held": holding.post, "post": post},
                remedy=_("小型单位可在系统设置中声明后兼任，声明会记入台账。"),
            )


def check_rights(rights: set[tuple[str, str]]) -> None:
    """Raise Refused when one post (or one person's posts together) would unite what must stay apart."""
    for first, second, why in _APART:
        if first in rights and second in rights:
            raise Refused(str(why))


def pairs(post: Post) -> set[tuple[str, str]]:
    return set(PostRight.objects.filter(post=post).values_list("resource", "verb"))


_HELD = Prepared(
    lambda: Holding.objects.filter(ended_at=None, person__is_active=True, post__code__in=POWERS).values_list(
        "post__code", flat=True
    )
)


def missing_powers() -> list[str]:
    """The codes of the three powers nobody holds yet; the start mode lasts until this is empty."""
    held = set(_HELD())
    return [code for code in POWERS if code not in held]


def _is_small() -> bool:
    return Organisation.objects.filter(is_small=True).exists()
