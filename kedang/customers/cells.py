"""The cells of a row of the list, written by hand: a template for each of four hundred cells costs more than all
queries of the page together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape as escape_text
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kedang.core import industries, regions
from kedang.core.preset_names import shown
from kedang.customers.columns import is_own, own_writer
from kedang.customers.models.customer import Grade, Source, Stage, Status
from kedang.ui import words
from kedang.ui.templatetags.ui import icon

if TYPE_CHECKING:
    from kedang.customers.listing import Row

Cell = tuple[str, str]  # class and what is in it
Writer = Callable[["Row"], Cell]

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

    def _of(self, row: Row) -> Iterable[Cell]:
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


def escape(text: object) -> str:
    """As Django's, which first looks at each of a thousand texts whether it is lazy."""
    return escape_text(str(text))


def _writer(name: str) -> Writer:
    from kedang.customers.listing import more_writer

    if begin := _WRITERS.get(name):
        return begin()
    return own_writer(name) if is_own(name) else more_writer(name)


def _snippet(row: Row) -> str:
    """Where the words were found, when not in the name."""
    if not row.snippets or row.snippets[0].field == "name":
        return ""
    return f'<div class="small muted truncate">{conditional_escape(row.snippets[0].html)}</div>'


def _text(value: Callable[[Row], object], style: str = "nowrap") -> Callable[[], Writer]:
    return lambda: lambda row: (style, escape(value(row)))


def _once(
    value: Callable[[Row], Any], html: Callable[[Any], str], style: str = "nowrap"
) -> Callable[[], Writer]:
    """Of a column in which few values come again and again: each is written once a page."""

    def begin() -> Writer:
        known: dict[Any, Cell] = {}

        def write(row: Row) -> Cell:
            key = value(row)
            if key not in known:
                known[key] = style, html(key)
            return known[key]

        return write

    return begin


def _worded(value: Callable[[Row], str], words_of: Callable[[str], object]) -> Callable[[], Writer]:
    return _once(value, lambda code: escape(words_of(code)) if code else "")


def _stage(state: tuple[str, str]) -> str:
    status, stage = state
    if status == Status.ENDED:
        return _badge("bad", "circle-x", _("已终止"))
    sign, kind = _STAGES.get(stage, _OTHER_STAGE)
    return _badge(kind, sign, _label(Stage, stage))


def _tags(tags: tuple[tuple[str, str], ...]) -> str:
    chips = (
        f'<span class="chip" data-color="{escape(colour)}">{escape(shown(name))}</span>'
        for colour, name in tags
    )
    return f'<div class="chips">{"".join(chips)}</div>'


def _gap_labels(row: Row) -> tuple[str, ...]:
    return tuple(gap.label for gap in row.completeness.gaps[:MOST_GAPS]) if row.completeness else ()


def _gaps(labels: tuple[str, ...]) -> str:
    return _badge("warn", "alert", " ".join(labels)) if labels else ""


def _badge(kind: str, sign: str, text: object) -> str:
    of_kind = f' data-kind="{kind}"' if kind else ""
    return f'<span class="badge"{of_kind}>{icon(sign)}{escape(text)}</span>'


def industry_name(code: str) -> str:
    """`J` → 金融: what an office says; a division by its own name."""
    found = industries.by_code(code) if code else None
    return (found.everyday_name if len(found.code) == 1 else found.title) if found else code


def _label(choices: type[Stage] | type[Grade] | type[Source], code: str) -> object:
    return choices(code).label if code in choices.values else code


_WRITERS: dict[str, Callable[[], Writer]] = {
    "number": _text(lambda row: row.customer.number, "mono nowrap"),
    "stage": _once(lambda row: (row.customer.status, row.customer.stage), _stage, ""),
    "grade": _worded(lambda row: row.customer.grade, lambda code: _label(Grade, code)),
    "tags": _once(lambda row: tuple((tag.colour, tag.name) for tag in row.tags), _tags, ""),
    "industry": _worded(lambda row: row.customer.industry, industry_name),
    "region": _worded(lambda row: row.customer.region, regions.shown),
    "mobile": _text(lambda row: row.mobile),
    "email": _text(lambda row: row.email),
    "owner": _worded(lambda row: row.owner, str),
    "department": _worded(lambda row: row.department, str),
    "source": _worded(lambda row: row.customer.source, lambda code: _label(Source, code)),
    "gaps": _once(_gap_labels, _gaps),
    "updated": _text(lambda row: words.day(row.customer.updated_at), "nowrap faint"),
    "created": _text(lambda row: words.day(row.customer.created_at), "nowrap faint"),
}
