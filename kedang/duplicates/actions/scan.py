"""Starting a comparison of the customers, and its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.duplicates import informing, scanning, tasks
from kedang.duplicates.events import SCAN_FINISHED, SCAN_STARTED
from kedang.duplicates.models import Scan
from kedang.ledger.record import record


@action(needs="merge", resource="customer")
def start_scan(subject: Any, *, full: bool = False, at: datetime | None = None, actor: Actor) -> Scan:
    """Compare what changed since the last scan with all, or (`full`) all with all. Raises Conflict: one is under way."""
    scan = scanning.open_scan(actor, full=full)
    record(SCAN_STARTED, scan, actor=actor, details={"full": scan.since is None})
    tasks.run_scan.enqueue(scan.pk, run_at=at)
    return scan


@action(needs="merge", resource="customer")
def finish_scan(subject: Any, scan: Scan, *, state: str = Scan.State.DONE, actor: Actor) -> None:
    Scan.objects.filter(pk=scan.pk).update(state=state, finished_at=now(), updated_at=now())
    scan.refresh_from_db()
    record(
        SCAN_FINISHED,
        scan,
        actor=actor,
        details={"state": state, "records": scan.records, "found": scan.found, "sure": scan.sure},
    )
    if state == Scan.State.DONE:
        informing.tell_heads(scan, actor=actor)
