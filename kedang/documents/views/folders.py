"""A customer's documents by folder: the tree on the left, what lies in the folder on the right."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from kedang.access.door import can
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents.lists import LIMIT
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.documents.views.lists import rows_context
from kedang.filing.folders import rule_path
from kedang.filing.paths import path_key
from kedang.filing.tree import Branch, tree_of
from kedang.search import Page


@require_GET
def folder(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The page; asked by htmx only the part that stands on the customer's page too."""
    customer = find_record(request.actor, Customer.objects.select_related("department", "owner"), customer_id)
    after = request.GET.get("after", "")
    path = request.GET.get("path", "").strip("/")
    rows = _rows(request, customer, path)
    context = rows_context(_page(rows, after), request.actor) | {
        "customer": customer,
        "path": path,
        "in_folder": True,
    }
    if after:
        return render(request, "documents/list_rows.html", context)
    context |= _around(request, customer, path)
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "documents/folder_part.html" if is_part else "documents/folder.html", context)


def folder_address(customer: Customer, path: str) -> str:
    address = reverse("documents:folder", args=[customer.pk])
    return f"{address}?{urlencode({'path': path})}" if path else address


def _rows(request: SignedInRequest, customer: Customer, path: str) -> DocumentQuerySet:
    rows = Document.objects.visible_to(request.actor).filter(customer=customer).available().with_places()
    return rows.filter(folder__path_key=path_key(path)) if path else rows


def _page(rows: DocumentQuerySet, after: str) -> Page[Document]:
    last = number_of(after)
    below = rows if last is None else rows.filter(pk__lt=last)
    found = list(below.order_by("-pk")[: LIMIT + 1])
    count = rows.order_by().values("pk")[:201].count()
    return Page(
        found[:LIMIT],
        cursor=found[LIMIT - 1].pk if len(found) > LIMIT else None,
        count=min(count, 200),
        is_exact=count <= 200,
    )


def _around(request: SignedInRequest, customer: Customer, path: str) -> dict[str, Any]:
    seen = Document.objects.visible_to(request.actor).filter(customer=customer).available()
    counts = Counter(seen.order_by().values_list("folder_id", flat=True)[:20_000])
    branches = tree_of(customer, actor=request.actor)
    here = next((b for top in branches for b in top.walk() if path_key(b.path) == path_key(path)), None)
    return {
        "branches": [_branch(customer, branch, counts, path) for branch in branches],
        "here": here,
        "total": sum(counts.values()),
        "rule_path": rule_path(customer, path),
        "may_create": can(request.actor, "create", customer, resource="document"),
        "may_edit": can(request.actor, "edit", customer, resource="document"),
        "may_download": rights_of(request.actor).has("document", "download"),
        "may_delete": can(request.actor, "delete", customer, resource="document"),
    }


def _branch(customer: Customer, branch: Branch, counts: Counter[int], path: str) -> dict[str, Any]:
    children = [_branch(customer, child, counts, path) for child in branch.children]
    own = counts[branch.folder.pk] if branch.folder else 0
    is_here = path_key(branch.path) == path_key(path)
    return {
        "branch": branch,
        "address": folder_address(customer, branch.path),
        "children": children,
        "count": own + sum(child["count"] for child in children),
        "is_here": is_here,
        "is_open": is_here or any(child["is_open"] for child in children),
    }
