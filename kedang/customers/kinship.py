"""Looking for branches and their parents, at night: by name (某公司上海分公司) and by the body of the USCC.

Suggestions are rows, so that a page never searches for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count
from django.db.models.functions import Substr

from kedang.customers.models import Customer, Kind, Relation, RelationKind, RelationSuggestion
from kedang.customers.querysets import CustomerQuerySet

STEP = 1000
_MOST_OF_ONE_BODY = 20
_BRANCH = re.compile(
    r"(.*(?:公司|银行|集团|厂|医院|学校|大学|中心|合作社|事务所|酒店))"
    r".*(?:分公司|子公司|分店|门店|分行|支行|办事处|分厂|分院|分校|营业部|分部|分中心|分所)"
)
Why = RelationSuggestion.Why


def parent_key(match_key: str) -> str:
    """The match key of the company a branch's name begins with; empty when it is no branch."""
    found = _BRANCH.fullmatch(match_key)
    return found.group(1) if found else ""


def suggest() -> int:
    """How many are new. Looks at each customer once; pairs that are related or dismissed stay as they are."""
    return _by_name() + _by_uscc()


def _by_name() -> int:
    count, after = 0, 0
    while batch := list(
        _enterprises().filter(pk__gt=after).order_by("pk").values_list("pk", "match_key")[:STEP]
    ):
        after = batch[-1][0]
        keys = {pk: key for pk, name in batch if (key := parent_key(name))}
        parents: defaultdict[str, list[int]] = defaultdict(list)
        for pk, key in _enterprises().named(set(keys.values())).values_list("pk", "match_key"):
            parents[key].append(pk)
        # Two of the same name: somebody has to decide which first, as duplicates.
        pairs = [(parents[key][0], pk) for pk, key in keys.items() if len(parents[key]) == 1]
        count += _keep(pairs, Why.NAME)
    return count


def _by_uscc() -> int:
    bodies = _enterprises().exclude(uscc="").annotate(body=Substr("uscc", 9, 9)).order_by()
    shared = bodies.values("body").annotate(n=Count("pk")).filter(n__gt=1, n__lte=_MOST_OF_ONE_BODY)
    count = 0
    for body in list(shared.values_list("body", flat=True)):
        rows = list(bodies.filter(body=body).values_list("pk", "uscc", "match_key"))
        rows.sort(key=lambda row: (bool(parent_key(row[2])), len(row[2]), row[0]))
        head, *others = rows
        # The same code is a duplicate, not a branch.
        count += _keep([(head[0], pk) for pk, uscc, _key in others if uscc != head[1]], Why.USCC)
    return count


def _keep(pairs: Iterable[tuple[int, int]], why: str) -> int:
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    ids = [branch for _parent, branch in pairs]
    has_parent = set(
        Relation.objects.in_use()
        .filter(other__in=ids, kind=RelationKind.PARENT)
        .values_list("other_id", flat=True)
    )
    known = set(RelationSuggestion.objects.filter(branch__in=ids).values_list("parent_id", "branch_id"))
    new = [pair for pair in pairs if pair[1] not in has_parent and pair not in known]
    rows = [RelationSuggestion(parent_id=parent, branch_id=branch, why=why) for parent, branch in new]
    RelationSuggestion.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(new)


def _enterprises() -> CustomerQuerySet:
    return Customer.objects.in_use().filter(kind=Kind.ENTERPRISE)
