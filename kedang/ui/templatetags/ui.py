"""Tags and filters every template has without loading them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django import template
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from kedang.core import preset_names
from kedang.ui import addresses, fixed, words
from kedang.ui.assets import asset as asset_url

register = template.Library()
register.tag("trans", fixed.trans)
register.tag("translate", fixed.trans)
register.tag("fixed", fixed.fixed)
register.tag("kept", fixed.kept)
register.tag("fresh", fixed.fresh)
register.tag("url", addresses.url)


register.filter("shipped", preset_names.shown)
register.filter("shipped_path", preset_names.shown_path)


@register.simple_tag
def asset(name: str) -> str:
    return asset_url(name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A sign from the sprite; without `label` it is only decoration."""
    sprite = asset_url("icons.svg")
    if not label:
        return _decoration(name, size, sprite)
    return format_html(
        '<svg class="icon" {}role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
        format_html('data-size="{}" ', size) if size else "",
        label,
        sprite,
        name,
    )


@cache
def _decoration(name: str, size: str, sprite: str) -> SafeString:
    """The same few dozen, up to a hundred times a page."""
    of_size = f'data-size="{escape(size)}" ' if size else ""
    return SafeString(
        f'<svg class="icon" {of_size}aria-hidden="true"><use href="{escape(sprite)}#{escape(name)}"></use></svg>'
    )


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value)


@register.filter
def money(value: Decimal | int | float | None, currency: str = "CNY") -> str:
    return words.money(value, currency)


@register.filter
def filesize(value: int | None) -> str:
    return words.file_size(value)


@register.filter
def color_of(value: object) -> str:
    return words.color_of(str(value))


@register.filter
def initial(value: object) -> str:
    return words.initial(str(value))


@register.filter
def file_family(name: object) -> str:
    return words.file_family(str(name))


@register.filter
def truthy(value: object) -> bool:
    """Cotton hands attributes over as text: "", "False", "0" and "none" mean no."""
    return str(value).strip().lower() not in {"", "false", "0", "none"}


@register.filter
def local(value: datetime) -> datetime:
    return timezone.localtime(value)


@register.simple_tag
def current_language() -> str:
    return translation.get_language() or "zh-hans"
