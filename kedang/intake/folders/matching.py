"""Whose folder it is: by number, name, short name, pinyin, or the one customer whose name holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kedang import search
from kedang.core.actor import Actor
from kedang.core.text import match_key, pinyin_keys
from kedang.customers.models import Customer
from kedang.customers.querysets import CustomerQuerySet

# Labels shorter than this say too little to be looked for inside names.
_SHORTEST = 2
_PER_QUERY = 300
_LOOKED_AT = 50


@dataclass(frozen=True)
class Match:
    customer_id: int
    by: str  # number, name, short_name, pinyin, part


def match_labels(labels: Sequence[str], actor: Actor) -> dict[str, Match]:
    """The customer of each label, where there is exactly one under whom `actor` may file."""
    found: dict[str, Match] = {}
    for start in range(0, len(labels), _PER_QUERY):
        found |= _exactly(labels[start : start + _PER_QUERY], actor)
    for label in labels:
        if label not in found and (match := _by_part(label, actor) or _by_pinyin(label, actor)):
            found[label] = match
    return found


def _exactly(labels: Sequence[str], actor: Actor) -> dict[str, Match]:
    keys = {label: match_key(label) for label in labels}
    wanted = set(keys.values())
    rows = _open_to(actor).filter(Q(match_key__in=wanted) | Q(number__in=labels) | Q(short_name__in=labels))
    by_key: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for pk, number, key, short_name in rows.values_list("pk", "number", "match_key", "short_name"):
        by_key["number", number].add(pk)
        by_key["name", key].add(pk)
        by_key["short_name", match_key(short_name)].add(pk)
    return {
        label: Match(next(iter(hits)), by)
        for label in labels
        for by, hits in _first_hit(by_key, label, keys[label])
        if len(hits) == 1
    }


def _first_hit(
    by_key: defaultdict[tuple[str, str], set[int]], label: str, key: str
) -> Iterable[tuple[str, set[int]]]:
    for by, value in (("number", label), ("name", key), ("short_name", key)):
        if hits := by_key.get((by, value)):
            return [(by, hits)]
    return []


def _by_part(label: str, actor: Actor) -> Match | None:
    """`华信` for 上海华信科技有限公司, if no other customer's name holds it."""
    key = match_key(label)
    hits = {one.pk for one in _found(label, actor) if key in one.match_key}
    return Match(hits.pop(), "part") if len(hits) == 1 else None


def _by_pinyin(label: str, actor: Actor) -> Match | None:
    """`huaxin` or `shhxkj`, if only one customer's name is read so."""
    plain = "".join(label.lower().split())
    if not (plain.isascii() and plain.isalpha()):
        return None
    hits = {one.pk for one in _found(plain, actor) if plain in _readings(one)}
    return Match(hits.pop(), "pinyin") if len(hits) == 1 else None


def _found(words: str, actor: Actor) -> list[Customer]:
    """Through the index: no scan of all names."""
    if len(words) < _SHORTEST:
        return []
    quoted = words.replace('"', " ")
    return list(search.find(_open_to(actor), f'"{quoted}"', actor, limit=_LOOKED_AT).items)


def _readings(customer: Customer) -> set[str]:
    return {text for name in (customer.name, customer.short_name) if name for text in pinyin_keys(name)}


def _open_to(actor: Actor) -> CustomerQuerySet:
    return Customer.objects.visible_to(actor).permitted(actor, "create", resource="document")
