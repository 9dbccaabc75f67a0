"""The customer's ledger as far as the reader may see it: JSON lines for machines, a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kedang.accounts.ledger_reading import Asked, Line, page_of
from kedang.core.actor import Actor

MOST_SHOWN = 2_000  # on the page; the lines for machines are complete


def lines_of(customer_id: int, actor: Actor) -> Iterator[Line]:
    """Newest first, page by page: memory for one page. Changes stay masked, as in the ledger itself."""
    asked, before = Asked(customer_id=customer_id), None
    while True:
        page = page_of(actor, asked, before=before)
        yield from page.lines
        if page.cursor is None:
            return
        before = page.cursor


def json_lines(customer_id: int, actor: Actor) -> Iterator[bytes]:
    for line in lines_of(customer_id, actor):
        yield (json.dumps(_told(line), ensure_ascii=False) + "\n").encode()


def _told(line: Line) -> dict[str, Any]:
    event = line.event
    return {
        "id": event.pk,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "sentence": line.what,
        "who": line.who,
        "subject": line.subject,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "channel": event.channel,
        "address": event.address,
        "result": event.result,
        "reason": line.reason,
        "changes": [{"label": one.label, "old": one.old, "new": one.new} for one in line.changes],
        "details": [[str(name), str(value)] for name, value in line.details],
        "digest": bytes(event.digest).hex() if event.digest else "",
    }
