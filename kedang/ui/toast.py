"""Short words after a deed, with a way back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from kedang.core.errors import Text

LEVELS = {"ok": messages.SUCCESS, "note": messages.INFO, "warn": messages.WARNING, "bad": messages.ERROR}
KINDS = {level: kind for kind, level in LEVELS.items()}


def toast(request: HttpRequest, text: Text, kind: str = "ok", undo_url: str = "") -> None:
    """Say `text` on the next page, or at once when htmx asked. `undo_url` is POSTed to by its 撤销 button."""
    messages.add_message(request, LEVELS[kind], str(text), extra_tags=undo_url)


def waiting_toasts(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {
            "text": str(message.message),
            "kind": KINDS.get(message.level, "note"),
            "undo": message.extra_tags or "",
        }
        for message in messages.get_messages(request)
    ]


def trigger(response: HttpResponse, name: str, detail: Any) -> None:
    """Add an event to `HX-Trigger`, keeping what is there. Only ASCII travels in a header."""
    events = _events(response.headers.get("HX-Trigger", ""))
    events[name] = detail
    response.headers["HX-Trigger"] = json.dumps(events)


def _events(header: str) -> dict[str, Any]:
    if header.startswith("{"):
        events: dict[str, Any] = json.loads(header)
        return events
    return {name.strip(): True for name in header.split(",") if name.strip()}
