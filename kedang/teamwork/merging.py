"""How teamwork goes along when two customers become one, and back (A12)."""

from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import Json, Part, register_part, rows_part
from kedang.teamwork.models import Comment, Follow
from kedang.teamwork.sealing import AAD, KIND


def register() -> None:
    """After documents and projects, which comments point at."""
    register_part(rows_part("comments", _("评论"), Comment, sealed={"text": AAD}, indexed=KIND, order=66))
    register_part(Part("follows", _("关注"), _follow_on, _follow_back, _followers, order=67))


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
