"""Filters of the list of customers, counted within the reader's rights over the newest of what the query finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from kedang.core import industries
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.preset_names import words
from kedang.customers.models import ContactKind, ContactPoint, Customer, CustomerTag
from kedang.search import overview
from kedang.search.fields import SearchField, of_kind
from kedang.search.language.wording import said
from kedang.search.overview import Facet, FacetValue, facet_value

_CHOICES = ("阶段", "等级", "来源", "状态")  # i18n: the query language
_TAGS = 30


def facets_of(query: str, actor: Actor) -> list[Facet]:
    """No facets for a query that makes no sense: the list says what is wrong with it."""
    try:
        rows, is_capped = overview.newest_of("customer", query, actor)
    except Invalid:
        return []
    columns = [column for column in of_kind("customer").fields if column.names[0] in _CHOICES]
    found = [overview.choices_of(column, rows, query, is_capped=is_capped) for column in columns]
    found += [
        _tags(rows, query, is_capped),
        _industries(rows, query, is_capped),
        _gaps(rows, query, is_capped),
    ]
    return [facet for facet in found if facet.values]


def _tags(rows: QuerySet[Customer], query: str, is_capped: bool) -> Facet:
    uses = CustomerTag.objects.filter(customer__in=rows, tag__retired_at=None)
    counts = uses.values_list("tag__name").annotate(n=Count("pk")).order_by("-n", "tag__name")[:_TAGS]
    named = [(words(name), count) for name, count in counts]
    return Facet(_("标签"), _values("标签", named, query, is_capped))  # i18n: the query language


def _industries(rows: QuerySet[Customer], query: str, is_capped: bool) -> Facet:
    """By section of the standard, under its everyday name."""
    counts: Counter[str] = Counter()
    for code, count in rows.exclude(industry="").values_list("industry").annotate(n=Count("pk")):
        counts[code[:1]] += count
    named = [(one.words, counts[one.code]) for one in industries.sections() if counts[one.code]]
    return Facet(_("行业"), _values("行业", named, query, is_capped))  # i18n: the query language


def _gaps(rows: QuerySet[Customer], query: str, is_capped: bool) -> Facet:
    total = rows.count()
    lacking = [(name, label, total - count) for name, label, count in _filled(rows)]
    return Facet(
        _("缺少"),
        [_gap(name, label, count, query, is_capped) for name, label, count in lacking if count],
    )


def _filled(rows: QuerySet[Customer]) -> list[tuple[str, str, int]]:
    """Names in the query language, what they are called on the page, how many have one."""
    points = ContactPoint.objects.in_use().filter(customer__in=rows, is_absent=False)
    reached = dict(points.values_list("kind").annotate(n=Count("customer", distinct=True)))
    phones = (
        points.filter(kind__in=(ContactKind.MOBILE, ContactKind.LANDLINE))
        .values("customer")
        .distinct()
        .count()
    )
    tagged = CustomerTag.objects.filter(customer__in=rows).values("customer")
    return [
        ("电话", _("电话"), phones),  # i18n: the query language
        ("邮箱", _("邮箱"), reached.get(ContactKind.EMAIL, 0)),  # i18n: the query language
        ("标签", _("标签"), tagged.distinct().count()),  # i18n: the query language
        ("行业", _("行业"), rows.exclude(industry="").count()),  # i18n: the query language
    ]


def _gap(name: str, label: str, count: int, query: str, is_capped: bool) -> FacetValue:
    empty = (said("空"), "空", "empty")  # i18n: the query language
    made = facet_value(_column(name), empty, count, query, is_capped=is_capped)
    return FacetValue(label, count, made.query, made.is_on, is_capped)


def _values(
    name: str, counts: Iterable[tuple[Sequence[str], int]], query: str, is_capped: bool
) -> list[FacetValue]:
    column = _column(name)
    return [facet_value(column, said_as, count, query, is_capped=is_capped) for said_as, count in counts]


def _column(name: str) -> SearchField:
    return next(column for column in of_kind("customer").fields if name in column.names)
