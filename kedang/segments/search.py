"""A segment is a field of the query language (`客群:高价值`); what is declared of its rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core import fields
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.search import SearchField, add_fields
from kedang.search.language import Condition, show
from kedang.segments.models import Segment

NAME = "客群"  # i18n: the query language


def declare() -> None:
    add_fields(
        "customer",
        (
            SearchField(
                names=(NAME, "segment"), expands=query_of, values=_names, hint=gettext_lazy("保存的客群")
            ),
        ),
    )


def condition_of(name: str, field: str = NAME) -> str:
    """`客群:高价值`, with quotes where the name needs them."""
    return show(Condition(field, ":", name, quoted=not name.isalnum()))


def query_of(actor: Actor, name: str) -> str:
    """The query the name stands for; one's own goes before somebody else's. Raises Invalid."""
    rows = Segment.objects.visible_to(actor).filter(name__iexact=name.strip())
    found = rows.filter(owner_id=actor.id).first() or rows.order_by("pk").first()
    if found is None:
        raise Invalid(
            _("没有叫“%(name)s”的客群，或没有分享给您。") % {"name": name},
            value=name,
            remedy=_("客群在“客群”页中建立和分享。"),
        )
    return found.query


def _names(actor: Actor, typed: str) -> Iterable[str]:
    rows = Segment.objects.visible_to(actor).filter(name__icontains=typed.strip())
    return list(rows.order_by("name").values_list("name", flat=True)[:20])


fields.declare(
    "segments.membership",
    fields.FieldSpec(name="since", label=gettext_lazy("加入"), type="date"),
    fields.FieldSpec(name="until", label=gettext_lazy("离开"), type="date"),
    fields.FieldSpec(name="is_first", label=gettext_lazy("建群时已在内"), type="yes_no"),
)
fields.declare(
    "segments.callentry",
    fields.FieldSpec(name="position", label=gettext_lazy("顺序"), type="number"),
    fields.FieldSpec(name="outcome", label=gettext_lazy("结果"), type="choice", grade="L2"),
    fields.FieldSpec(name="called_at", label=gettext_lazy("时间"), type="date"),
)
