"""The background runs one person should see: what moves, and what ended within the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kedang.access.models import Run
from kedang.access.runs import kinds
from kedang.core.actor import Actor
from kedang.core.clock import now

SHOWN = 8
RECENT = timedelta(hours=1)


@dataclass(frozen=True)
class TrayRun:
    """A run and what its owner may do with it now."""

    run: Run
    can_undo: bool

    @property
    def is_moving(self) -> bool:
        return self.run.state in {Run.State.WAITING, Run.State.RUNNING}

    @property
    def kind(self) -> str:
        """Colour of its bar."""
        if self.run.is_over:
            return "warn" if self.run.failed else "ok"
        return {Run.State.PAUSED: "warn", Run.State.STOPPED: "bad"}.get(Run.State(self.run.state), "")


def runs_of(actor: Actor) -> list[TrayRun]:
    newest = Run.objects.filter(person_id=actor.id).select_related("undone_by").order_by("-id")[:SHOWN]
    since = now() - RECENT
    return [
        TrayRun(run, can_undo(run)) for run in newest if run.finished_at is None or run.finished_at >= since
    ]


def can_undo(run: Run) -> bool:
    kind = kinds().get(run.kind)
    return bool(
        kind and kind.undo and run.is_over and run.undo_of_id is None and not hasattr(run, "undone_by")
    )
