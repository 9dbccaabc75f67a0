"""Jobs that recur, and nothing else: each carries its time in `@every`."""

from kedang.jobs import Job
from kedang.search.tasks import compact_index
from kedang.vault.tasks import finish_interrupted, sweep

SCHEDULE: tuple[Job, ...] = (finish_interrupted, sweep, compact_index)
