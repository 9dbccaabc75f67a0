from kedang import jobs
from kedang.search import maintenance
from kedang.search.models import Rebuild


@jobs.every("03:40")
@jobs.job()
def compact_index() -> None:
    """At night, when a fifth of the index is dead; going on the next night is soon enough."""
    if Rebuild.under_way():
        maintenance.rebuild(stop=jobs.stopping)  # begun by hand and broken off
    if maintenance.needs_compaction():
        maintenance.compact(jobs.stopping)
