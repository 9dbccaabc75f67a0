"""Where a customer's and a folder's pages are: higher rooms have them and say so here."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from kedang.customers.models import Customer

CustomerLink = Callable[[Customer], str]
FolderLink = Callable[[Customer, str], str]  # customer, path
NamesLink = Callable[[], str]  # what is not called as the rule says

_customer: list[CustomerLink] = []
_folder: list[FolderLink] = []
_names: list[NamesLink] = []


def register_links(
    *,
    customer: CustomerLink | None = None,
    folder: FolderLink | None = None,
    names: NamesLink | None = None,
) -> None:
    if customer is not None:
        _customer[:] = [customer]
    if folder is not None:
        _folder[:] = [folder]
    if names is not None:
        _names[:] = [names]


def customer_url(customer: Customer) -> str:
    return _customer[0](customer) if _customer else reverse("filing:tree")


def folder_url(customer: Customer, path: str) -> str:
    return _folder[0](customer, path) if _folder else customer_url(customer)


def names_url() -> str:
    return _names[0]() if _names else ""
