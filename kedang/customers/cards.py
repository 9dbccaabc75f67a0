"""The cards of the board, written by hand for the same reason as the list's cells: there are up to two hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kedang.core.preset_names import shown
from kedang.customers.cells import escape
from kedang.customers.models.customer import Grade, Stage
from kedang.ui import words
from kedang.ui.templatetags.ui import icon

if TYPE_CHECKING:
    from kedang.customers.listing import Row

_MOST_TAGS = 3


class Cards:
    """Writes the cards of one page; what all of them share is worked out once."""

    def __init__(self, *, may_edit: bool) -> None:
        self._page = reverse("customer", args=[0]).replace("0", "{}")
        self._grades = {str(code): escape(label) for code, label in Grade.choices}
        self._move = reverse("customer_move", args=[0]).replace("0", "{}") if may_edit else ""
        self._menu_words = escape(_("移到"))
        self._dots = icon("dots")
        self._items = {str(stage): self._items_from(str(stage)) for stage in Stage.values}

    def write(self, row: Row) -> SafeString:
        customer, name = row.customer, escape(row.customer.name)
        move = f' data-move="{self._move.format(customer.pk)}"' if self._move else ""
        return SafeString(
            f'<article class="board-card" id="customer-card-{customer.pk}" tabindex="0" aria-label="{name}"{move}>'
            f'<a href="{self._page.format(customer.pk)}" title="{name}">{escape(customer.shown_name)}</a>'
            f'<small class="truncate">{escape(customer.number)}</small>{_tags(row)}'
            f'<div class="board-card-foot">{self._grade(row)}<span class="faint nowrap">'
            f'{words.day(customer.updated_at)}</span><span class="grow"></span>{_owner(row)}</div>'
            f"{self._menu(row)}</article>"
        )

    def _grade(self, row: Row) -> str:
        grade = self._grades.get(row.customer.grade) if row.customer.grade else ""
        return f'<span class="strong">{grade}</span>' if grade else ""

    def _menu(self, row: Row) -> str:
        if not self._move:
            return ""
        label = f"{self._menu_words} {escape(row.customer.shown_name)}"
        items = self._items[row.customer.stage].replace("{}", self._move.format(row.customer.pk))
        return (
            '<k-menu><button class="button" type="button" data-kind="quiet" data-size="s" data-shape="square"'
            f' aria-haspopup="menu" aria-expanded="false" aria-label="{label}" title="{label}">{self._dots}</button>'
            f'<div class="menu" role="menu" popover="manual" aria-label="{label}">{items}</div></k-menu>'
        )

    def _items_from(self, stage: str) -> str:
        """The stages a card of `stage` may go to; `{}` stands for the address."""
        return "".join(
            '<button class="menu-item" role="menuitem" type="button" hx-post="{}" name="column"'
            f' value="{value}" hx-swap="none">{escape(label)}</button>'
            for value, label in Stage.choices
            if value != stage
        )


def _tags(row: Row) -> str:
    chips = "".join(
        f'<span class="chip" data-color="{escape(tag.colour)}">{escape(shown(tag.name))}</span>'
        for tag in row.tags[:_MOST_TAGS]
    )
    return f'<div class="chips">{chips}</div>' if chips else ""


def _owner(row: Row) -> str:
    if not row.owner:
        return ""
    owner = escape(row.owner)
    return (
        f'<span class="avatar" data-size="s" data-color="{words.color_of(row.owner)}" title="{owner}" role="img"'
        f' aria-label="{owner}">{escape(words.initial(row.owner))}</span>'
    )
