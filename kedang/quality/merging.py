"""How decisions about findings and samples go along when two customers become one, and back (A12).

What the rules find is worked out again for both; what people said of it goes with the contact point it is about.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang import vault
from kedang.customers.merging import Json, Part, register_part
from kedang.customers.moving import give_back, hand_over
from kedang.quality.actions.findings import AAD
from kedang.quality.models import Finding, SampleAnswer, SampleItem
from kedang.quality.querysets import FindingQuerySet
from kedang.quality.sealing import RIGHT_AAD

_SEALED = {"ignored_why": AAD}


def register() -> None:
    register_part(Part("findings", _("数据问题"), _move, _put_back, _count, order=74))
    register_part(Part("samples", _("抽样核对"), _move_samples, _put_back_samples, _samples, order=75))


def _of_points(customer_id: int) -> FindingQuerySet:
    return Finding.objects.filter(
        customer_id=customer_id, state=Finding.State.IGNORED, field__regex=r"^contact:[0-9]+$"
    )


def _move(source_id: int, target_id: int) -> Json:
    return hand_over(_of_points(source_id), source_id, target_id, _SEALED)


def _put_back(moved: Json, source_id: int, target_id: int) -> None:
    give_back(Finding, moved, source_id, target_id, _SEALED)


def _count(source_id: int) -> int:
    return Finding.objects.filter(customer_id=source_id, state=Finding.State.OPEN).count()


def _move_samples(source_id: int, target_id: int) -> Json:
    """But for checks in which the target was drawn too: those go on without the source."""
    both = SampleItem.objects.filter(customer_id=target_id).values("check_of_id")
    rows = SampleItem.objects.filter(customer_id=source_id).exclude(check_of_id__in=both)
    ids = list(rows.values_list("pk", flat=True))
    _rehome(ids, source_id, target_id)
    return ids


def _put_back_samples(moved: Json, source_id: int, target_id: int) -> None:
    rows = SampleItem.objects.filter(pk__in=moved, customer_id=target_id)
    _rehome(list(rows.values_list("pk", flat=True)), target_id, source_id)


def _rehome(ids: list[int], old: int, new: int) -> None:
    answers = list(SampleAnswer.objects.filter(item_id__in=ids, right__isnull=False))
    for one in answers:
        plain = vault.unseal(
            bytes(one.right or b""), owner=f"customer:{old}", purpose="profile", aad=RIGHT_AAD
        )
        one.right = vault.seal(f"customer:{new}", "profile", plain, aad=RIGHT_AAD)
    SampleAnswer.objects.bulk_update(answers, ["right"])
    SampleItem.objects.filter(pk__in=ids).update(customer_id=new)


def _samples(source_id: int) -> int:
    return SampleItem.objects.filter(customer_id=source_id).count()
