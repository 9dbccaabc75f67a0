"""The list of documents, and its rows when more are asked for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents import lists
from kedang.documents.lists import types_offered
from kedang.documents.models import Document, ReadState
from kedang.search import Page, QueryError


@require_GET
def documents(request: SignedInRequest) -> HttpResponse:
    tab, query = lists.tab_of(request.GET.get("tab", "")), request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    error = None
    try:
        page = lists.page_of(tab, query, request.actor, cursor=number_of(after))
    except QueryError as wrong:
        page, error = Page[Document]([]), wrong
    context = rows_context(page, request.actor) | {"tab": tab, "query": query, "error": error}
    if after:
        return render(request, "documents/list_rows.html", context)
    return render(request, "documents/list.html", context | _frame(request))


def rows_context(page: Page[Document], actor: Actor) -> dict[str, object]:
    """What the rows need: tags and snippets beside each document, with one query.

    Of a customer outside the reader's rights (a grant on one document) a row shows name and number only.
    """
    tags = lists.tags_of(page.items)
    rows = [(document, tags[document.pk], page.snippets.get(document.pk, [])) for document in page.items]
    known = Customer.objects.visible_to(actor).filter(pk__in={one.customer_id for one in page.items})
    return {
        "page": page,
        "rows": rows,
        "seen_customers": set(known.values_list("pk", flat=True)),
        "may_download": rights_of(actor).has("document", "download"),
    }


def _frame(request: SignedInRequest) -> dict[str, object]:
    rights = rights_of(request.actor)
    types = types_offered().values_list("name", flat=True)
    return {
        "tabs": lists.TABS,
        "types": list(types[:60]),
        "states": [str(label) for value, label in ReadState.choices if value != ReadState.READ],
        "days": [_("今天"), _("本月"), _("今年")],
        "may_create": rights.has("document", "create"),
        "may_edit": rights.has("document", "edit"),
        "may_delete": rights.has("document", "delete"),
    }
