"""What nobody comes back for goes by itself."""

from __future__ import annotations

from kedang.drive import locking, scratch
from kedang.jobs import every, job


@every(3600)
@job()
def sweep_drive() -> None:
    """Old scratch files, and locks whose time is over."""
    locking.sweep()
    while scratch.sweep():
        pass
