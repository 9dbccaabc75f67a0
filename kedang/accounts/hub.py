"""The settings page: cards that rooms put on it from `AppConfig.ready()`."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kedang.access.rights import rights_of
from kedang.core.actor import Actor

Text = str | Promise


@dataclass(frozen=True)
class Card:
    """A way to a room's settings. `permission` is `resource.verb`; None: everybody who is signed in."""

    title: Text
    hint: Text
    url_name: str
    icon: str = "gear"
    group: Text = ""
    order: int = 50
    permission: str | None = "settings.view"

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_for(self, actor: Actor) -> bool:
        if self.permission is None:
            return True
        resource, _dot, verb = self.permission.partition(".")
        return rights_of(actor).has(resource, verb)


PEOPLE, SECURITY, ARCHIVE, SYSTEM = _("人员与权限"), _("安全与台账"), _("档案规则"), _("系统")

_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    _cards[card.url_name] = card


def cards_for(actor: Actor) -> list[Card]:
    return sorted((card for card in _cards.values() if card.is_for(actor)), key=lambda card: card.order)


def has_any(actor: Actor) -> bool:
    return any(card.is_for(actor) for card in _cards.values())


@dataclass(frozen=True)
class OwnLink:
    """A way from one's own account to what a higher room keeps for oneself."""

    words: Text
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_own_links: dict[str, OwnLink] = {}


def register_own_link(link: OwnLink) -> None:
    _own_links[link.url_name] = link


def own_links() -> list[OwnLink]:
    return list(_own_links.values())


def register_own() -> None:
    for card in (
        Card(
            _("人员"),
            _("添加、修改、停用，一次性登录链接"),
            "accounts:people",
            "persons",
            PEOPLE,
            10,
            "person.view",
        ),
        Card(
            pgettext_lazy("several", "部门"),
            _("部门树，移动前先看影响"),
            "accounts:departments",
            "tree",
            PEOPLE,
            11,
            "person.view",
        ),
        Card(
            _("岗位与权限"),
            _("岗位能做什么、看到谁的客户"),
            "accounts:posts",
            "shield",
            PEOPLE,
            12,
            "post.view",
        ),
        Card(
            _("为什么能看到"),
            _("查某人能否看到某份档案，依据哪条规则"),
            "accounts:explain",
            "help",
            PEOPLE,
            13,
            "post.view",
        ),
        Card(
            _("单位资料"),
            _("名称、简称、单位代码"),
            "accounts:organisation",
            "company",
            SYSTEM,
            30,
            "settings.view",
        ),
        Card(
            _("登录安全"),
            _("等保三级或 ASVS、第二因素、闲置退出"),
            "accounts:security",
            "lock",
            SECURITY,
            20,
            "settings.view",
        ),
        Card(
            _("审计台账"),
            _("谁在何时从哪里看了什么、改了什么"),
            "accounts:ledger",
            "ledger",
            SECURITY,
            21,
            "ledger.view",
        ),
    ):
        register(card)
