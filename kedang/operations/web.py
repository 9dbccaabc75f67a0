"""The WSGI application as `kedang serve` runs it."""

import gc
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


def settle() -> None:
    """After everything is loaded: the collector looks at new objects only, and seldom.

    A page makes some thousand objects and few cycles; with Python's threshold of 700 the collector ran in the
    middle of most requests.
    """
    gc.collect()
    gc.freeze()  # the collector's marks would copy every page of memory the processes share
    gc.set_threshold(50_000, 20, 50)
