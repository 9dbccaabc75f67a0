from __future__ import annotations

from datetime import timedelta

import pytest

from architecture.source import modules
from kedang.core.clock import now
from kedang.jobs import Job
from kedang.jobs.models import Task, TaskState
from kedang.operations import doctor, tasks_shown
from kedang.operations.doctor import GOOD, WARNING


def test_every_job_has_a_name_and_no_name_is_left_over() -> None:
    from importlib import import_module

    found = set()
    for module in modules():
        if "tests" in module.inside or module.inside == ("test_settings",):
            continue
        name = ".".join(["kedang", module.room, *module.inside]).removesuffix(".__init__")
        for value in vars(import_module(name)).values():
            if isinstance(value, Job):
                found.add(value.name)
    assert found == set(tasks_shown.TITLES)


def graded() -> list[str]:
    return [finding.grade for finding in doctor.background_tasks()]


@pytest.mark.django_db
def test_the_doctor_tells_of_failed_tasks_and_of_work_nobody_does() -> None:
    assert graded() == [GOOD]
    Task.objects.create(job="kedang.vault.tasks.sweep", state=TaskState.FAILED)
    assert graded() == [WARNING]
    Task.objects.create(job="kedang.vault.tasks.sweep", run_at=now() - timedelta(hours=1))
    assert graded() == [WARNING, WARNING]
    Task.objects.filter(state=TaskState.FAILED).delete()
    assert "已等待 60 分钟" in next(doctor.background_tasks()).text
