from kedang import jobs
from kedang.search import maintenance


@jobs.every("03:40")
@jobs.job()
def compact_index() -> None:
    """At night, when a fifth of the index is dead; going on the next night is soon enough."""
    if maintenance.needs_compaction():
        maintenance.compact(jobs.stopping)
