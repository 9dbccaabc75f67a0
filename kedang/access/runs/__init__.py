"""Bulk work: a Run of chunks, each done whole with its events or not at all, resumable, with progress.

A room registers a kind:

    @run_kind("customers.tag", needs="edit", model=Customer, undo=untag_chunk)
    def tag_chunk(customers: list[Customer], args: dict, *, actor: Actor) -> ChunkResult: ...

and starts it with `start_run(TAG, queryset, {"tag": 3}, actor=actor, title=_("打标签"))`.
"""

from kedang.access.runs.control import cancel_run, pause_run, resume_run, start_run, start_run_of, undo_run
from kedang.access.runs.kinds import ChunkResult, RunKind, kinds, run_kind
from kedang.access.runs.sealed import arguments_of
from kedang.access.runs.work import advance_run

__all__ = [
    "ChunkResult",
    "RunKind",
    "advance_run",
    "arguments_of",
    "cancel_run",
    "kinds",
    "pause_run",
    "resume_run",
    "run_kind",
    "start_run",
    "start_run_of",
    "undo_run",
]
