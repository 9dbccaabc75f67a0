from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from kedang.core.clock import frozen
from kedang.jobs import Job, identity, run_pending, schedule
from kedang.jobs.models import Leader, Task
from kedang.jobs.tests.sample_jobs import each_minute, nightly, note

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # Saturday, 12:00 in Shanghai


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (60, "2026-11-21T12:00"),
        (3600 * 24, "2026-11-21T08:00"),  # midnight in Greenwich
        ("02:30", "2026-11-21T02:30"),
        ("12:00", "2026-11-21T12:00"),
        ("12:01", "2026-11-20T12:01"),
        ("sat 12:00", "2026-11-21T12:00"),
        ("sat 12:01", "2026-11-14T12:01"),
        ("sun 04:00", "2026-11-15T04:00"),
        ("mon 04:00", "2026-11-16T04:00"),
    ],
)
def test_the_last_time_a_rule_names(rule: int | str, due: str) -> None:
    assert schedule.latest(rule, NOON) == datetime.fromisoformat(f"{due}:00+08:00")


@pytest.mark.parametrize("rule", ["2:30", "24:00", "someday 02:30", ""])
def test_a_rule_that_means_nothing_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="@every takes"):
        schedule.latest(rule, NOON)


def test_each_occurrence_runs_once(seen: list[object]) -> None:
    for seconds in (0, 10, 59, 60, 70, 120):
        with frozen(NOON + timedelta(seconds=seconds)):
            schedule.tick([each_minute])
            run_pending()
    assert seen == ["minute"] * 3


def test_a_nightly_job_waits_for_its_first_night_and_makes_up_a_missed_one_once(seen: list[object]) -> None:
    with frozen(NOON):
        assert schedule.tick([nightly]) == 0
    with frozen(NOON + timedelta(days=5)):
        assert schedule.tick([nightly]) == 1
        assert schedule.tick([nightly]) == 0
        run_pending()
    assert seen == ["night"]


def test_a_job_without_a_time_does_not_belong_in_the_schedule() -> None:
    with pytest.raises(ValueError, match="no @every"):
        schedule.tick([note])


def test_one_worker_leads_until_it_is_silent() -> None:
    with frozen(NOON):
        assert schedule.lead("one")
        assert not schedule.lead("two")
        assert schedule.lead("one")
    with frozen(NOON + schedule.LEAD + timedelta(seconds=1)):
        assert schedule.lead("two")
        assert not schedule.lead("one")


def test_a_dead_leader_on_this_machine_is_replaced_at_once() -> None:
    with frozen(NOON):
        assert schedule.lead(identity.me().rsplit("/", 2)[0] + "/4194305/1")
        assert schedule.lead("two")


def test_a_leader_that_leaves_makes_room() -> None:
    assert schedule.lead("one")
    schedule.resign("one")
    assert not Leader.objects.exists()
    assert schedule.lead("two")


def test_every_job_of_the_real_schedule_has_a_time_and_can_be_found_again() -> None:
    jobs = schedule.scheduled()
    assert jobs
    for job in jobs:
        assert isinstance(job, Job)
        assert job.rule is not None
        assert schedule.latest(job.rule, NOON) <= NOON
        assert import_string(job.name) is job
    schedule.tick()
    assert set(Task.objects.values_list("job", flat=True)) <= {job.name for job in jobs}
    assert settings.SCHEDULE == "kedang.config.schedule.SCHEDULE"
