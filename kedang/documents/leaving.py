"""Many documents on their way out at once, by the rules for one: permits and the day's numbers in a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.documents import permits, quotas
from kedang.documents.levels import level_of, rules
from kedang.documents.models import Document


def held_back(actor: Actor, documents: Sequence[Document]) -> dict[int, str]:
    """Of `documents`, in their order, those that may not leave now, each with the reason."""
    known = rules()
    asked = [one for one in documents if known[level_of(one)].asks_permit]
    let_out = permits.let_out(actor, asked)
    found = {
        one.pk: _("“%(level)s”文档下载前须经批准") % {"level": level_of(one).label}
        for one in asked
        if one.pk not in let_out
    }
    return found | _over_quota(actor, [one for one in documents if one.pk not in found])


def take_all(actor: Actor, documents: Sequence[Document]) -> None:
    """Count each as a download, in the transaction of the deed. Raises QuotaReached, PermitNeeded."""
    known = rules()
    quotas.take_many(documents, "download", actor=actor)
    for one in documents:
        if known[level_of(one)].asks_permit:
            permits.use(actor, one)


def _over_quota(actor: Actor, documents: Sequence[Document]) -> dict[int, str]:
    taken: Counter[Clearance] = Counter()
    left = quotas.left_of_each(documents, "download", actor=actor)
    found: dict[int, str] = {}
    for one in quotas.countable(documents, "download", actor=actor):
        level = level_of(one)
        room = left[level]
        if room is not None and taken[level] >= room:
            found[one.pk] = _("今天可以下载的“%(level)s”文档数量已用完") % {"level": level.label}
        taken[level] += 1
    return found
