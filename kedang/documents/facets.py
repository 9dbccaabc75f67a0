"""Filters of the list of documents, counted within the reader's rights over the newest of what the query finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.preset_names import words
from kedang.documents import lists
from kedang.documents.models import Document, DocumentTag
from kedang.documents.querysets import DocumentQuerySet
from kedang.search import overview, select
from kedang.search.fields import SearchField, of_kind
from kedang.search.language.wording import ENGLISH, said
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
    named = [(words(name), count) for name, count in counts]
    return Facet(_("标签"), _values("标签", named, query, is_capped))  # i18n: the query language


def _customers(rows: DocumentQuerySet, query: str, actor: Actor, is_capped: bool) -> Facet:
    counts = rows.values_list("customer__name").annotate(n=Count("pk")).order_by("-n", "customer__name")
    named = [((name,), count) for name, count in counts[:_MOST]]
    return Facet(_("客户"), _values("客户", named, query, is_capped))  # i18n: the query language


def _days(query: str) -> Facet:
    """Not counted: each of them holds the one before."""
    days = ("今天", "本月", "今年")  # i18n: the query language
    created = _column("创建")  # i18n: the query language
    made = [facet_value(created, (said(word), word, ENGLISH[word]), 0, query) for word in days]
    labels = (_("今天"), _("本月"), _("今年"))
    return Facet(
        _("上传时间"),
        [FacetValue(label, 0, one.query, one.is_on) for label, one in zip(labels, made, strict=True)],
    )


def _values(
    name: str, counts: Iterable[tuple[Sequence[str], int]], query: str, is_capped: bool
) -> list[FacetValue]:
    column = _column(name)
    return [facet_value(column, said_as, count, query, is_capped=is_capped) for said_as, count in counts]


def _column(name: str) -> SearchField:
    return next(column for column in of_kind("document").fields if name in column.names)
