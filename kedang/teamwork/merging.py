"""How teamwork goes along when two customers become one, and back (A12)."""

from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.customers.merging import Json, Part, register_part, rows_part
from kedang.customers.moving import give_back, hand_over
from kedang.teamwork import pooling
from kedang.teamwork.models import Comment, Follow, PoolEntry
from kedang.teamwork.sealing import AAD, KIND

_SEALED = {"reason": pooling.AAD}


def register() -> None:
    """After documents and projects, which comments point at."""
    register_part(rows_part("comments", _("评论"), Comment, sealed={"text": AAD}, indexed=KIND, order=66))
    register_part(Part("pool", _("公海"), _pool_on, _pool_back, _stays, order=68))
    register_part(Part("follows", _("关注"), _follow_on, _follow_back, _followers, order=67))


def _pool_on(source_id: int, target_id: int) -> Json:
    """The stays in pools go along; of two that are open the source's ends. An owner takes it out of the pool by rule."""
    rows = PoolEntry.objects.filter(customer__in=(source_id, target_id), left_at=None)
    opened = dict(rows.values_list("customer_id", "pk"))
    if len(opened) > 1:
        PoolEntry.objects.filter(pk=opened[source_id]).update(left_at=now())
    ids = hand_over(PoolEntry.objects.filter(customer=source_id), source_id, target_id, _SEALED)
    return {"ids": ids, "open": sorted(opened.values())}


def _pool_back(moved: Json, source_id: int, target_id: int) -> None:
    """What was open is open again, unless another stay began; whoever has an owner leaves by rule."""
    give_back(PoolEntry, moved["ids"], source_id, target_id, _SEALED)
    for entry in PoolEntry.objects.filter(pk__in=moved["open"]).exclude(left_at=None):
        if not PoolEntry.objects.filter(customer=entry.customer_id, left_at=None).exists():
            PoolEntry.objects.filter(pk=entry.pk).update(left_at=None, taken_by=None)


def _stays(source_id: int) -> int:
    return PoolEntry.objects.filter(customer=source_id).count()


def _follow_on(source_id: int, target_id: int) -> Json:
    """Who follows both goes on following the one that stays."""
    already = Follow.objects.filter(customer=target_id).values("person")
    moving = Follow.objects.filter(customer=source_id).exclude(person__in=already)
    ids = list(moving.order_by("pk").values_list("pk", flat=True))
    Follow.objects.filter(pk__in=ids).update(customer_id=target_id)
    return ids


def _follow_back(moved: Json, source_id: int, target_id: int) -> None:
    Follow.objects.filter(pk__in=moved, customer=target_id).update(customer_id=source_id)


def _followers(source_id: int) -> int:
    return Follow.objects.filter(customer=source_id).count()
