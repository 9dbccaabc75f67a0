"""Through what a document is checked out: a room above that does so says it here, for the page."""

from __future__ import annotations

from collections.abc import Callable

from kedang.documents.models import Document

# how(document) → 「经网络驱动器」, or "" when it was not through this room
How = Callable[[Document], str]
_hows: list[How] = []


def register(how: How) -> None:
    if how not in _hows:
        _hows.append(how)


def held_through(document: Document) -> str:
    if not document.is_checked_out:
        return ""
    return next((words for how in _hows if (words := how(document))), "")
