"""Bars above every page: start mode, an expiring password, maintenance."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from kedang.core.errors import Text


@dataclass(frozen=True)
class Banner:
    text: Text
    kind: str = "warn"  # warn, note, bad
    url: str = ""
    link: Text = ""


Source = Callable[[HttpRequest], Banner | None]
_sources: list[Source] = []


def register(source: Source) -> Source:
    if source not in _sources:
        _sources.append(source)
    return source


def banners_for(request: HttpRequest) -> list[Banner]:
    return [banner for source in _sources if (banner := source(request))]
