"""What the customers of a segment are: how many of each tag, industry, region, channel, grade and stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kedang.core import industries, preset_names, regions
from kedang.customers.models import Customer, CustomerTag, Tag
from kedang.customers.models.customer import Grade, Source, Stage
from kedang.search.fields import of_kind
from kedang.search.language import Condition, show
from kedang.search.language.wording import said

_BATCH = 1000
_SHOWN = 15
Figures = dict[str, dict[str, int]]


def count_figures(ids: Iterable[int]) -> tuple[int, Figures]:
    """How many there are, and of what kinds; two statements for each thousand of them."""
    total, found = 0, {name: Counter[str]() for name in COLUMNS}
    found["tags"] = Counter()
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        total += len(batch)
        _count_batch(batch, found)
    return total, {name: dict(counter) for name, counter in found.items()}


def _count_batch(batch: list[int], found: dict[str, Counter[str]]) -> None:
    rows = Customer.objects.filter(pk__in=batch).order_by()
    for values in rows.values_list(*COLUMNS).iterator():
        for (name, group), value in zip(COLUMNS.items(), values, strict=True):
            found[name][group(value)] += 1
    tags = CustomerTag.objects.filter(customer_id__in=batch, tag__retired_at=None).order_by()
    for tag, count in tags.values_list("tag_id").annotate(n=Count("pk")):
        found["tags"][str(tag)] += count


def _same(value: str) -> str:
    return value


# Column of a customer → what is counted of its value: the section of an industry, the province of a place.
COLUMNS: dict[str, Callable[[str], str]] = {
    "industry": lambda code: code[:1],
    "region": lambda code: code[:2],
    "source": _same,
    "grade": _same,
    "stage": _same,
}


@dataclass(frozen=True)
class Bar:
    """`query`: what leads to the rows behind it."""

    label: str
    count: int
    share: int
    query: str


@dataclass(frozen=True)
class Chart:
    title: str
    bars: list[Bar]
    more: int = 0  # values that are not shown


def charts_of(figures: Mapping[str, Mapping[str, int]], total: int, within: str) -> list[Chart]:
    """Ready to be shown; `within` is the query of the segment."""
    tags = {
        str(tag.pk): preset_names.shown(tag.name)
        for tag in Tag.objects.filter(pk__in=[int(k) for k in figures.get("tags", {})])
    }
    kinds: list[tuple[str, str, str, Callable[[str], str]]] = [
        ("tags", _("标签"), "标签", lambda key: tags.get(key, "")),  # i18n: the query language
        ("industry", _("行业"), "行业", _industry),  # i18n: the query language
        ("region", _("地区"), "地区", _region),  # i18n: the query language
        ("source", _("来源渠道"), "来源", _label(Source)),  # i18n: the query language
        ("grade", _("等级"), "等级", _label(Grade)),  # i18n: the query language
        ("stage", _("阶段"), "阶段", _label(Stage)),  # i18n: the query language
    ]
    return [
        _chart(title, field, figures.get(name, {}), label, total, within)
        for name, title, field, label in kinds
    ]


def _chart(
    title: str, field: str, counts: Mapping[str, int], label: Callable[[str], str], total: int, within: str
) -> Chart:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [(label(key), key, count) for key, count in ordered]
    bars = [
        Bar(
            words or _("未填写"),
            count,
            round(count * 100 / total) if total else 0,
            _query(field, key, words, within),
        )
        for words, key, count in named
        if words or not key
    ]
    return Chart(title, bars[:_SHOWN], max(0, len(bars) - _SHOWN))


def _query(field: str, key: str, words: str, within: str) -> str:
    name = next(column.label for column in of_kind("customer").fields if field in column.names)
    if not key:
        return f"{within} {name}:{said('空')}"  # i18n: the query language
    return f"{within} {show(Condition(name, ':', words, quoted=not words.isalnum()))}"


def _industry(code: str) -> str:
    found = industries.by_code(code) if code else None
    return found.everyday_name if found else ""


def _region(code: str) -> str:
    return regions.shown(f"{code}0000") if code else ""


def _label(choices: Any) -> Callable[[str], str]:
    known = {str(value): str(label) for value, label in choices.choices}
    return lambda value: known.get(value, "")
