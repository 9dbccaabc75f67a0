"""The WSGI application as `kedang serve` runs it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

_pages = WSGIHandler()
application: Callable[..., Any] = StaticFilesHandler(_pages) if settings.DEBUG else _pages


def warm() -> None:
    """Import every view now, before the fork, so that the processes share them."""
    get_resolver().url_patterns  # noqa: B018  # a cached property: looking is loading
    get_resolver()._populate()
