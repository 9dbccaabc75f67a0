import pytest

from kedang.jobs.tests import sample_jobs


@pytest.fixture(autouse=True)
def seen(db: None) -> list[object]:
    """What the sample jobs did in this test."""
    sample_jobs.seen.clear()
    return sample_jobs.seen
