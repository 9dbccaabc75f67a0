"""Documents that a custom field points at. The room of documents is above this one: it says how they are called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid


@dataclass(frozen=True)
class Files:
    """`pick`: the address that suggests a customer's documents, by its id. `names`: those `actor` may see, by id.

    `of_customer`: whether a document is that customer's and `actor` sees it. `file(customer_id, name, content, actor)`
    files a new one.
    """

    pick: str
    names: Callable[[Collection[int], Actor], Mapping[int, str]]
    of_customer: Callable[[int, int, Actor], bool]
    url: Callable[[int], str]
    file: Callable[[int, str, Iterable[bytes], Actor], int]


_registered: list[Files] = []


def register_files(known: Files) -> None:
    _registered[:] = [known]


def pick() -> str:
    return _registered[0].pick if _registered else ""


def names(ids: Collection[int], actor: Actor | None) -> Mapping[int, str]:
    return _registered[0].names(ids, actor) if _registered and ids and actor else {}


def url(document_id: int) -> str:
    return _registered[0].url(document_id) if _registered else ""


def file(customer_id: int, name: str, content: Iterable[bytes], actor: Actor) -> int:
    """A new document of the customer; its id. Raises DomainError: it cannot be filed."""
    if not _registered:
        raise Invalid(_("这里不能归档文件"))
    return _registered[0].file(customer_id, name, content, actor)


def check(customer_id: int, document_id: int, actor: Actor, *, field: str) -> None:
    """Raises Invalid: not a document of this customer that `actor` may see."""
    if not _registered or not _registered[0].of_customer(customer_id, document_id, actor):
        raise Invalid(_("没有找到这份文件"), field=field, remedy=_("请从该客户的文档中选择。"))
