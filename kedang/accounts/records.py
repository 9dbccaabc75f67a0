"""Finding the record a question is about, by what people call it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid, NotFound
from kedang.core.numbers import number_of
from kedang.core.text import match_key

KINDS = {"customer": gettext_lazy("客户"), "document": gettext_lazy("文档")}
_MODELS = {"customer": "customers.Customer", "document": "documents.Document"}


def find(kind: str, called: str) -> Any:
    """The record called so: number, whole name, or `#` and its id.

    Not within anybody's rights: who asks why somebody may see it may be unable to see it. So it takes the
    exact name, and the page tells no more of the record than was typed.
    Raises NotFound, or Invalid when several are called so.
    """
    if kind not in _MODELS:
        raise Invalid(_("没有这类记录"), field="kind", value=kind)
    rows = apps.get_model(_MODELS[kind])._default_manager.filter(_called(kind, called.strip()))[:2]
    if not rows:
        raise NotFound(_("没有找到这份记录"), field="called", value=called)
    if len(rows) > 1:
        raise Invalid(_("有多份记录叫这个名称"), field="called", value=called, remedy=_("请改用编号。"))
    return rows[0]


def _called(kind: str, called: str) -> Q:
    if called.startswith("#") and (pk := number_of(called[1:])) is not None:
        return Q(pk=pk)
    if kind == "customer":
        return Q(number=called) | Q(match_key=match_key(called))
    return Q(number=called) | Q(name=called)
