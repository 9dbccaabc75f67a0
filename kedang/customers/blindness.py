"""How often somebody may ask about customers beyond their rights: thirty whole values an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.access.models import Holding
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.models import BlindCheck
from kedang.notify.kinds import NoticeKind, declare

AN_HOUR = 30
KEPT = timedelta(days=7)
_WATCHERS = ("privacy_officer", "security_admin")

BURST = declare(
    NoticeKind(
        "customers.blind_checks",
        _("有人频繁查重"),
        _("%(actor)s 在一小时内查重达到上限，可能在试探不该看的客户"),
        lambda notice: reverse("accounts:person_ledger", args=[notice.actor_id]),
        "shield-alert",
        by_mail=True,
    )
)


@dataclass(frozen=True)
class Question:
    """`tokens`: what may be looked for; `fresh`: those not asked for within the hour; `before`: how many were."""

    tokens: frozenset[bytes] = frozenset()
    fresh: tuple[bytes, ...] = field(default=())
    before: int = 0
    is_limited: bool = False

    @property
    def reaches_limit(self) -> bool:
        return self.before < AN_HOUR <= self.before + len(self.fresh)


def open_question(tokens: Sequence[bytes], actor: Actor) -> Question:
    if not tokens:
        return Question()
    rows = BlindCheck.objects.filter(person=actor.id, at__gt=now() - timedelta(hours=1))
    asked = {bytes(token) for token in rows.values_list("token", flat=True)}
    fresh = [token for token in dict.fromkeys(tokens) if token not in asked]
    left = fresh[: max(0, AN_HOUR - len(asked))]
    return Question(
        frozenset({*asked.intersection(tokens), *left}), tuple(left), len(asked), len(left) < len(fresh)
    )


def watchers() -> list[int]:
    """Who is told of bursts."""
    held = Holding.objects.filter(post__code__in=_WATCHERS, ended_at=None, person__is_active=True)
    return list(held.order_by("person_id").values_list("person_id", flat=True).distinct())


def forget_old() -> int:
    return BlindCheck.objects.filter(at__lt=now() - KEPT).delete()[0]
