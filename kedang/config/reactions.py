"""Consequences of events: the only wiring from one room's event to another room's work."""

from kedang.jobs import Job

# Event kind → the jobs that get the event's id, enqueued in the transaction of the event.
REACTIONS: dict[str, tuple[Job, ...]] = {}
