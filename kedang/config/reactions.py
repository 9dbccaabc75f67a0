"""Consequences of events: the only wiring from one room's event to another room's work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kedang.jobs import Job
from kedang.teamwork.tasks import tell_departments, tell_followers
from kedang.teamwork.topics import CONTACT, KINDS


def _table(*wired: tuple[Job, Iterable[str]]) -> dict[str, tuple[Job, ...]]:
    found: dict[str, tuple[Job, ...]] = defaultdict(tuple)
    for job, kinds in wired:
        for kind in kinds:
            found[kind] += (job,)
    return dict(found)


# Event kind → the jobs that get the ids of such events, enqueued in the transaction of the events: one task of each
# job for one action, or for one chunk of bulk work.
REACTIONS: dict[str, tuple[Job, ...]] = _table(
    (tell_departments, CONTACT),
    (tell_followers, KINDS),
)
