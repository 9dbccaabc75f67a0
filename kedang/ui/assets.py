"""The built front end: names with their hash from `static/dist/manifest.json`."""

import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static


def asset(name: str) -> str:
    """The address of `app.js`, `app.css`, `icons.svg` or `logo.svg` as built."""
    return _address(name) if settings.DEBUG else _address_once(name)


def manifest() -> dict[str, str]:
    return _read() if settings.DEBUG else _read_once()


def _address(name: str) -> str:
    return static(f"dist/{manifest().get(name, name)}")


@cache
def _address_once(name: str) -> str:
    return _address(name)


@cache
def _read_once() -> dict[str, str]:
    return _read()


def _read() -> dict[str, str]:
    file = settings.ROOT / "static" / "dist" / "manifest.json"
    try:
        names: dict[str, str] = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    return names
