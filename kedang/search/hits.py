"""Results as rows of a list or of the palette, written by hand: a component for each costs more than finding it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from kedang.search.overview import Hit
from kedang.ui.templatetags.ui import icon


def write_rows(hits: Iterable[Hit]) -> SafeString:
    """In a `role="list"`."""
    return SafeString(
        "".join(
            f'<div role="listitem"><a class="palette-item" href="{escape(hit.url)}">{icon(hit.icon)}'
            f'<span class="grow"><span>{conditional_escape(hit.heading)}</span>{_snippet(hit, "palette-snippet")}'
            f"</span>{_hint(hit)}</a></div>"
            for hit in hits
        )
    )


def write_options(hits: Iterable[Hit]) -> SafeString:
    """In the palette, as c-palette.item writes one."""
    return SafeString(
        "".join(
            f'<a class="palette-item" role="option" href="{escape(hit.url)}" tabindex="-1" aria-selected="false">'
            f'{icon(hit.icon)}<span class="grow"><span class="truncate">{conditional_escape(hit.heading)}</span>'
            f"{_snippet(hit, 'palette-snippet clamp')}</span>{_hint(hit)}</a>"
            for hit in hits
        )
    )


def _snippet(hit: Hit, style: str) -> str:
    return f'<div class="{style}">{conditional_escape(hit.best)}</div>' if hit.best else ""


def _hint(hit: Hit) -> str:
    return f'<span class="hint">{escape(hit.hint)}</span>' if hit.hint else ""
