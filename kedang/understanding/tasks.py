"""Suggestions follow the reading of a text and every change of what a document is filed as."""

from __future__ import annotations

from collections.abc import Sequence

from kedang.jobs import every, job, stopping

_BATCH = 20
_NIGHTLY = 5000


def follow(document_ids: Sequence[int]) -> None:
    """Texts have been read: in the same transaction."""
    for start in range(0, len(document_ids), _BATCH):
        understand_documents.enqueue(list(document_ids[start : start + _BATCH]))


@job(retries=3, lease=300)
def understand_documents(document_ids: list[int]) -> None:
    from kedang.understanding.automatic import fill_in
    from kedang.understanding.suggesting import understand

    fill_in(understand(document_ids))


@job(retries=3, lease=300)
def understand_changed(event_ids: list[int]) -> None:
    """The reaction to a change of type, tags or fields: learn from it, and suggest what is left."""
    from kedang.documents.models import Document
    from kedang.ledger.models import Event

    events = Event.objects.filter(pk__in=event_ids)  # reading: the job's own
    events = events.filter(subject_type=Document._meta.label_lower)
    ids = sorted({pk for pk in events.values_list("subject_id", flat=True) if pk is not None})
    for start in range(0, len(ids), _BATCH):
        understand_documents(ids[start : start + _BATCH])


@job(retries=3, lease=900)
def understand_next(after: int) -> None:
    """Documents that were there before: some of them, the rest in another job."""
    from kedang.documents.models import Document

    available = Document.objects.available()  # reading: the job's own
    rows = available.filter(pk__gt=after, suggestion=None).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:_BATCH])
    if ids and not stopping():
        understand_documents(ids)
    if ids:
        understand_next.enqueue(after if stopping() else ids[-1], key=f"understanding:{ids[-1]}")


@every("03:40")
@job(retries=2, lease=900)
def understand_outdated() -> None:
    """What an older method suggested is made anew, some thousands a night."""
    from kedang.understanding.models import Suggestion
    from kedang.understanding.suggesting import METHOD

    rows = Suggestion.objects.filter(method__lt=METHOD).order_by("method", "pk")  # reading: the job's own
    follow(list(rows.values_list("document_id", flat=True)[:_NIGHTLY]))
