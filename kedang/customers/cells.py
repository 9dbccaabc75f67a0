"""The cells of a row of the list, written by hand: a template for each of four hundred cells costs more than all
queries of the page together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kedang.core import industries, regions
from kedang.core.preset_names import shown
from kedang.customers.columns import is_own, own_writer
from kedang.customers.models.customer import Grade, Source, Stage, Status
from kedang.ui import words
from kedang.ui.templatetags.ui import icon

if TYPE_CHECKING:
    from kedang.customers.listing import Row

MOST_GAPS = 3
# Sign and kind of badge for each stage.
_STAGES: dict[str, tuple[str, str]] = {Stage.CURRENT: ("check", "ok"), Stage.LOST: ("circle-dashed", "")}
_OTHER_STAGE = ("circle", "note")


class Cells:
    """Writes the rows of one page; what all rows share is worked out once."""

    def __init__(
        self, columns: Sequence[str], labels: Mapping[str, object], editable: Iterable[str] = ()
    ) -> None:
        """`editable`: the columns whose cells a double press or Enter opens for editing."""
        keys = {name: f' data-key="{name}" tabindex="-1"' for name in editable}
        self._columns = [
            (_writer(name), f'data-label="{escape(labels[name])}"{keys.get(name, "")}') for name in columns
        ]
        self._address = reverse("customer", args=[0]).replace("0", "{}")
        self._select = escape(_("选择"))

    def write(self, row: Row) -> SafeString:
        cells = (f"<td {start}>{inner}</td>" for start, inner in self._of(row))
        return SafeString(f'<tr id="customer-row-{row.customer.pk}">{self._head(row)}{"".join(cells)}</tr>')

    def _of(self, row: Row) -> Iterable[tuple[str, str]]:
        for writer, label in self._columns:
            style, inner = writer(row)
            yield (f'class="{style}" {label}' if style else label), inner

    def _head(self, row: Row) -> str:
        customer = row.customer
        name = escape(customer.name)
        return (
            f'<td class="select" data-sticky><input type="checkbox" name="ids" value="{customer.pk}"'
            f' aria-label="{self._select} {name}"></td><th scope="row" data-sticky><div class="cell-main">'
            f'<span class="avatar" data-shape="square" data-color="{words.color_of(customer.name)}"'
            f' aria-hidden="true">{escape(words.initial(customer.name))}</span><a class="truncate"'
            f' href="{self._address.format(customer.pk)}" title="{name}">{name}</a></div>{_snippet(row)}</th>'
        )


def _writer(name: str) -> Callable[[Row], tuple[str, str]]:
    from kedang.customers.listing import more_writer

    return _WRITERS.get(name) or (own_writer(name) if is_own(name) else more_writer(name))


def _snippet(row: Row) -> str:
    """Where the words were found, when not in the name."""
    if not row.snippets or row.snippets[0].field == "name":
        return ""
    return f'<div class="small muted truncate">{conditional_escape(row.snippets[0].html)}</div>'


def _stage(row: Row) -> tuple[str, str]:
    customer = row.customer
    if customer.status == Status.ENDED:
        return "", _badge("bad", "circle-x", _("已终止"))
    sign, kind = _STAGES.get(customer.stage, _OTHER_STAGE)
    return "", _badge(kind, sign, _label(Stage, customer.stage))


def _tags(row: Row) -> tuple[str, str]:
    chips = (
        f'<span class="chip" data-color="{escape(tag.colour)}">{escape(shown(tag.name))}</span>'
        for tag in row.tags
    )
    return "", f'<div class="chips">{"".join(chips)}</div>'


def _gaps(row: Row) -> tuple[str, str]:
    gaps = row.completeness.gaps[:MOST_GAPS] if row.completeness else ()
    return "nowrap", _badge("warn", "alert", " ".join(gap.label for gap in gaps)) if gaps else ""


def _badge(kind: str, sign: str, text: object) -> str:
    of_kind = f' data-kind="{kind}"' if kind else ""
    return f'<span class="badge"{of_kind}>{icon(sign)}{escape(text)}</span>'


def _text(value: Callable[[Row], object], style: str = "nowrap") -> Callable[[Row], tuple[str, str]]:
    return lambda row: (style, escape(value(row)))


def industry_name(code: str) -> str:
    """`J` → 金融: what an office says; a division by its own name."""
    found = industries.by_code(code) if code else None
    return (found.everyday_name if len(found.code) == 1 else found.title) if found else code


def _label(choices: type[Stage] | type[Grade] | type[Source], code: str) -> str:
    return _labels(choices, get_language()).get(code, code)


@cache
def _labels(choices: type[Stage] | type[Grade] | type[Source], _language: str | None) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices.choices}


_WRITERS: dict[str, Callable[[Row], tuple[str, str]]] = {
    "number": _text(lambda row: row.customer.number, "mono nowrap"),
    "stage": _stage,
    "grade": _text(lambda row: _label(Grade, row.customer.grade)),
    "tags": _tags,
    "industry": _text(lambda row: industry_name(row.customer.industry)),
    "region": _text(lambda row: regions.shown(row.customer.region) if row.customer.region else ""),
    "mobile": _text(lambda row: row.mobile),
    "email": _text(lambda row: row.email),
    "owner": _text(lambda row: row.owner),
    "department": _text(lambda row: row.department),
    "source": _text(lambda row: _label(Source, row.customer.source)),
    "gaps": _gaps,
    "updated": _text(lambda row: words.day(row.customer.updated_at), "nowrap faint"),
    "created": _text(lambda row: words.day(row.customer.created_at), "nowrap faint"),
}
