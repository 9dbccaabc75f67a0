from time import monotonic

from kedang.core.errors import Conflict
from kedang.duplicates import moving, scanning
from kedang.duplicates.models import Merge, Scan
from kedang.jobs import every, job, stopping
from kedang.people.system import system_actor

# A job works this many seconds, then makes room for others.
_TURN = 10.0


@job(retries=3, lease=7200)
def run_scan(scan_id: int) -> None:
    """A worker that was killed is followed by another, which goes on with the step that was broken off."""
    from kedang.duplicates.actions.scan import finish_scan

    scan = Scan.objects.get(pk=scan_id)  # reading: the job's own
    if scan.is_over:
        return
    scanning.perform(scan)
    finish_scan(None, scan, actor=system_actor())


@job(retries=10, lease=600)
def carry_on(merge_id: int) -> None:
    """The batches of a big merge that are left; a worker that was killed is followed by another."""
    from kedang.duplicates.actions.merge import settle_merge

    ends = monotonic() + _TURN
    while moving.step(merge_id):
        if stopping() or monotonic() > ends:
            carry_on.enqueue(merge_id)
            return
    merge = Merge.objects.select_related("target").get(pk=merge_id)  # reading: the job's own
    if merge.moving:
        settle_merge(merge.target, merge, actor=system_actor())


@every("01:40")
@job(retries=1, lease=60)
def scan_nightly() -> None:
    """What changed during the day."""
    from kedang.duplicates.actions.scan import start_scan

    try:
        start_scan(None, actor=system_actor())
    except Conflict:
        return
