"""The vault's own housekeeping."""

from kedang.jobs import every, job


@every("03:10")
@job()
def sweep() -> None:
    """Remove keys and blobs whose record never came."""
    from kedang.vault.orphans import sweep_orphans

    sweep_orphans()


@every(600)
@job()
def finish_interrupted() -> None:
    """Go on with rotations and destructions that a crash interrupted."""
    from kedang.vault.destruction import resume_destructions
    from kedang.vault.rotation import resume_rotation

    resume_destructions()
    resume_rotation()
