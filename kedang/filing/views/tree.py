"""The archive tree: groups, their customers, a customer's folders; each level when it is opened."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import NotFound
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.filing.folders import rule_path
from kedang.filing.groupings import GROUPINGS, Grouping, customers_in, groups
from kedang.filing.links import customer_url, folder_url, names_url
from kedang.filing.tree import Branch, tree_of


@require_GET
def archive_tree(request: SignedInRequest) -> HttpResponse:
    grouping = _grouping(request.GET.get("by", "stage"))
    context = {
        "names_url": names_url(),
        "grouping": grouping,
        "groupings": GROUPINGS.values(),
        "groups": groups(grouping, "", actor=request.actor),
    }
    return render(request, "filing/tree.html", context)


@require_GET
def level(request: SignedInRequest, by: str, value: str) -> HttpResponse:
    """What lies below one group: groups, then its customers."""
    grouping, after = _grouping(by), request.GET.get("after", "")
    page = customers_in(
        grouping,
        value,
        actor=request.actor,
        after=number_of(after),
    )
    context = {
        "names_url": names_url(),
        "grouping": grouping,
        "value": value,
        "groups": [] if after else groups(grouping, value, actor=request.actor),
        "customers": [(customer, customer_url(customer)) for customer in page.customers],
        "after": page.after,
    }
    return render(request, "filing/level.html", context)


@require_GET
def customer_folders(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """A customer's folders as branches of a tree."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    branches = [_linked(customer, branch) for branch in tree_of(customer, actor=request.actor)]
    return render(request, "filing/branches.html", {"branches": branches})


def _linked(customer: Customer, branch: Branch) -> dict[str, object]:
    return {
        "branch": branch,
        "url": folder_url(customer, branch.path),
        "rule_path": rule_path(customer, branch.path),
        "children": [_linked(customer, child) for child in branch.children],
    }


def _grouping(key: str) -> Grouping:
    if key not in GROUPINGS:
        raise NotFound(_("没有这种分组"))
    return GROUPINGS[key]
