"""Exact counts and the members over time are jobs: a page counts to two hundred."""

from __future__ import annotations

from kedang.core.errors import Invalid
from kedang.jobs import every, job
from kedang.people.models import Person
from kedang.people.system import system_actor
from kedang.segments.actions.segments import note_refresh
from kedang.segments.membership import keep_members, keep_tally
from kedang.segments.models import Segment


@job(retries=3, lease=1800)
def refresh_segment(segment_id: int) -> None:
    rows = Segment.objects.in_use().select_related("owner")  # reading: the job's own
    segment = rows.filter(pk=segment_id).first()
    if segment is None or not segment.owner.is_active:
        return
    try:
        joined, left = keep_members(segment)
    except Invalid:
        # A tag or field it asked for is gone: its page says so, and the members stay as they were.
        return
    if joined or left:
        note_refresh(segment, joined, left, actor=system_actor())


@job(retries=3, lease=1800)
def count_segment(segment_id: int, person_id: int) -> None:
    """For one reader, within their rights."""
    segment = Segment.objects.in_use().filter(pk=segment_id).first()  # reading: the job's own
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if segment is None or person is None:
        return
    try:
        keep_tally(segment, person)
    except Invalid:
        return


@every("03:40")
@job(retries=2, lease=300)
def refresh_segments() -> None:
    """One job each, so that a long one holds up no other."""
    for pk in Segment.objects.in_use().values_list("pk", flat=True).iterator():  # reading: ids only
        refresh_segment.enqueue(pk, key=f"segment:{pk}")
