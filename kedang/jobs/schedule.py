"""Jobs that recur. One worker leads; each occurrence gets one task even if two believe they lead."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from kedang.core.clock import now
from kedang.jobs import Job, identity
from kedang.jobs.models import Leader, Occurrence

LEAD = timedelta(seconds=30)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RULE = re.compile(r"(?:(mon|tue|wed|thu|fri|sat|sun) )?([01]\d|2[0-3]):([0-5]\d)")


def scheduled() -> Sequence[Job]:
    jobs: Sequence[Job] = import_string(settings.SCHEDULE)
    return jobs


def lead(worker: str) -> bool:
    """Become the scheduler or stay it; false while another is."""
    moment = now()
    if Leader.objects.filter(pk=1, worker=worker).update(until=moment + LEAD):
        return True
    held = Leader.objects.filter(pk=1).first()
    if held is None:
        made = Leader(pk=1, worker=worker, until=moment + LEAD)
        Leader.objects.bulk_create([made], ignore_conflicts=True)
        return Leader.objects.filter(pk=1, worker=worker).exists()
    if held.until >= moment and not identity.is_dead(held.worker):
        return False
    free = Leader.objects.filter(pk=1, worker=held.worker, until=held.until)
    return bool(free.update(worker=worker, until=moment + LEAD))


def resign(worker: str) -> None:
    Leader.objects.filter(pk=1, worker=worker).delete()


def tick(jobs: Sequence[Job] | None = None) -> int:
    """Enqueue what has become due; what the machine slept through is made up once."""
    last = dict(Occurrence.objects.values_list("job", "due_at"))
    return sum(_enqueue_due(job, last.get(job.name)) for job in (scheduled() if jobs is None else jobs))


def latest(rule: int | str, moment: datetime) -> datetime:
    """The last time at or before `moment` that `rule` names."""
    if isinstance(rule, int):
        return datetime.fromtimestamp(moment.timestamp() // rule * rule, tz=moment.tzinfo)
    day, hour, minute = _parsed(rule)
    local = timezone.localtime(moment)
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    back = 0 if day is None else (local.weekday() - day) % 7
    due -= timedelta(days=back)
    return due if due <= local else due - timedelta(days=1 if day is None else 7)


def _enqueue_due(job: Job, last: datetime | None) -> bool:
    if job.rule is None:
        raise ValueError(f"{job.name} is in the schedule but has no @every")
    due = latest(job.rule, now())
    if last is None:
        # First seen: something that recurs by the minute starts at once, a nightly job waits for its night.
        _fresh, made = Occurrence.objects.get_or_create(job=job.name, defaults={"due_at": due})
        return made and isinstance(job.rule, int) and _run(job)
    if last >= due:
        return False
    with transaction.atomic():
        taken = Occurrence.objects.filter(job=job.name, due_at=last).update(due_at=due)
        return bool(taken) and _run(job)


def _run(job: Job) -> bool:
    job.enqueue(key="schedule")
    return True


def _parsed(rule: str) -> tuple[int | None, int, int]:
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f'@every takes seconds, "02:30" or "sun 04:00", not {rule!r}')
    day, hour, minute = match.groups()
    return (_DAYS.index(day) if day else None), int(hour), int(minute)
