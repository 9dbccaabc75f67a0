"""Following a customer: begun, narrowed, muted, ended."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.ledger.record import record
from kedang.teamwork.events import FOLLOW_CHANGED, FOLLOWED, UNFOLLOWED
from kedang.teamwork.models import Follow
from kedang.teamwork.topics import ALL, BY_NAME


@action(needs="view")
def follow(customer: Customer, topics: Collection[str] = ALL, *, actor: Actor) -> Follow:
    """Raises Conflict: one does already; Invalid: no such topic, or none."""
    wanted = _read(topics)
    made, is_new = Follow.objects.get_or_create(
        person=actor.person, customer=customer, defaults={"topics": wanted}
    )
    if not is_new:
        raise Conflict(_("您已经关注了这位客户"))
    record(FOLLOWED, made, actor=actor, customer_id=customer.pk, details={"topics": wanted})
    return made


@action(needs="view")
def change_follow(follow: Follow, topics: Collection[str], *, is_muted: bool, actor: Actor) -> None:
    """Raises Invalid: nothing changed, no topic, or none known."""
    wanted = _read(topics)
    if (wanted, is_muted) == (follow.topics, follow.is_muted):
        raise Invalid(_("没有改动"))
    revise(follow, topics=wanted, is_muted=is_muted)
    details = {"topics": wanted, "muted": is_muted}
    record(FOLLOW_CHANGED, follow, actor=actor, customer_id=follow.customer_id, details=details)


@action(needs="view")
def unfollow(follow: Follow, *, actor: Actor) -> None:
    """One's wish, not a record of the customer: the row goes, the ledger keeps that it was."""
    record(UNFOLLOWED, follow, actor=actor, customer_id=follow.customer_id)
    Follow.objects.filter(pk=follow.pk).delete()


def _read(topics: Collection[str]) -> list[str]:
    if unknown := set(topics) - set(ALL):
        raise Invalid(_("没有这种动态"), field="topics", value="、".join(sorted(unknown)))
    if not topics:
        raise Invalid(_("请至少选一种动态"), field="topics", remedy=_("不想再收到通知，可以取消关注。"))
    return [name for name in BY_NAME if name in topics]
