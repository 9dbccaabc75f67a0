"""The list of documents, and its rows when more are asked for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents import lists
from kedang.documents.facets import facets_of
from kedang.documents.models import Document
from kedang.search import Page, QueryError
from kedang.search.views_kept import views_for


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
    return render(request, "documents/list.html", context | _frame(request, tab, query))


@require_GET
def facets(request: SignedInRequest) -> HttpResponse:
    """What the drawer asks for when it opens: counting costs more than most who look at the list want."""
    tab, query = lists.tab_of(request.GET.get("tab", "")), request.GET.get("q", "").strip()
    context = {"tab": tab, "facets": facets_of(tab, query, request.actor)}
    return render(request, "documents/facets.html", context)


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


def _frame(request: SignedInRequest, tab: lists.Tab, query: str) -> dict[str, object]:
    rights = rights_of(request.actor)
    saved = _saved(request, query) if tab.key == "all" else _saved(request, "")
    save = {"kind": "document", "q": query, "next": request.get_full_path()}
    return {
        "tabs": lists.TABS,
        "saved": saved,
        "is_saved": any(is_present for _name, _address, is_present in saved),
        "save_url": f"{reverse('saved_view_new')}?{urlencode(save)}"
        if query and tab.key == "all" and rights.has("saved_view", "create")
        else "",
        "may_create": rights.has("document", "create"),
        "may_edit": rights.has("document", "edit"),
        "may_download": rights.has("document", "download"),
        "may_delete": rights.has("document", "delete"),
    }


def _saved(request: SignedInRequest, query: str) -> list[tuple[str, str, bool]]:
    """Name, address, whether it is the present one."""
    views = views_for(request.actor, "document")
    return [
        (view.name, f"{reverse('documents:documents')}?{urlencode({'q': view.query})}", view.query == query)
        for view in views
    ]
