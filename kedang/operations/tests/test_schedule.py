from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from kedang.config.schedule import SCHEDULE
from kedang.jobs import Job


def test_every_job_that_has_a_time_is_in_the_schedule() -> None:
    """`@every` alone starts nothing: a sweep nobody listed would never run."""
    timed = {
        job.name
        for config in apps.get_app_configs()
        if config.name.startswith("kedang.") and find_spec(f"{config.name}.tasks")
        for job in vars(import_module(f"{config.name}.tasks")).values()
        if isinstance(job, Job) and job.rule is not None
    }
    assert timed == {job.name for job in SCHEDULE}
