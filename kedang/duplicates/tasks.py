from kedang.core.errors import Conflict
from kedang.duplicates import scanning
from kedang.duplicates.models import Scan
from kedang.jobs import every, job
from kedang.people.system import system_actor


@job(retries=3, lease=7200)
def run_scan(scan_id: int) -> None:
    """A worker that was killed is followed by another, which goes on with the step that was broken off."""
    from kedang.duplicates.actions.scan import finish_scan

    scan = Scan.objects.get(pk=scan_id)  # reading: the job's own
    if scan.is_over:
        return
    scanning.perform(scan)
    finish_scan(None, scan, actor=system_actor())


@every("01:40")
@job(retries=1, lease=60)
def scan_nightly() -> None:
    """What changed during the day."""
    from kedang.duplicates.actions.scan import start_scan

    try:
        start_scan(None, actor=system_actor())
    except Conflict:
        return
