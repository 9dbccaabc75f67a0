"""Filters of the list of documents, counted within the reader's rights over the newest of what the query finds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.documents import lists
from kedang.documents.models import Document, DocumentTag
from kedang.documents.querysets import DocumentQuerySet
from kedang.search import overview, select
from kedang.search.fields import of_kind
from kedang.search.overview import FACETED, Facet, FacetValue, facet_value

_CHOICES = ("类型", "密级", "识读")  # i18n: the query language
_MOST = 20


def facets_of(tab: lists.Tab, query: str, actor: Actor) -> list[Facet]:
    """No facets for a query that makes no sense: the list says what is wrong with it."""
    try:
        rows, is_capped = _newest(tab, query, actor)
    except Invalid:
        return []
    columns = [column for column in of_kind("document").fields if column.names[0] in _CHOICES]
    found = [overview.choices_of(column, rows, query, is_capped=is_capped) for column in columns]
    found += [_tags(rows, query, is_capped), _customers(rows, query, actor, is_capped), _days(query)]
    return [facet for facet in found if facet.values]


def _newest(tab: lists.Tab, query: str, actor: Actor) -> tuple[DocumentQuerySet, bool]:
    """The newest of the results, and whether there are more than are counted."""
    found, stopped = select(lists.rows_of(tab, actor), query, actor)
    newest = list(found.order_by("-pk").values_list("pk", flat=True)[: FACETED + 1])
    rows = Document.objects.visible_to(actor).filter(pk__in=newest[:FACETED])
    return rows, stopped or len(newest) > FACETED


def _tags(rows: DocumentQuerySet, query: str, is_capped: bool) -> Facet:
    uses = DocumentTag.objects.filter(document__in=rows, tag__retired_at=None)
    counts = uses.values_list("tag__name").annotate(n=Count("pk")).order_by("-n", "tag__name")[:_MOST]
    return Facet(_("标签"), _values("标签", counts, query, is_capped))  # i18n: the query language


def _customers(rows: DocumentQuerySet, query: str, actor: Actor, is_capped: bool) -> Facet:
    counts = rows.values_list("customer__name").annotate(n=Count("pk")).order_by("-n", "customer__name")
    return Facet(_("客户"), _values("客户", counts[:_MOST], query, is_capped))  # i18n: the query language


def _days(query: str) -> Facet:
    """Not counted: each of them holds the one before."""
    words = ("今天", "本月", "今年")  # i18n: the query language
    made = [facet_value("创建", word, 0, query) for word in words]  # i18n: the query language
    labels = (_("今天"), _("本月"), _("今年"))
    return Facet(
        _("上传时间"),
        [FacetValue(label, 0, one.query, one.is_on) for label, one in zip(labels, made, strict=True)],
    )


def _values(name: str, counts: Iterable[tuple[str, int]], query: str, is_capped: bool) -> list[FacetValue]:
    return [facet_value(name, word, count, query, is_capped=is_capped) for word, count in counts]
