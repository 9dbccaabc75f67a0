from kedang.documents import previews, quotas, readings, recognising, uploads
from kedang.jobs import every, job


@job(retries=5, lease=900)
def read_documents(document_ids: list[int]) -> None:
    readings.read_now(document_ids)


@read_documents.given_up
def mark_unread(document_ids: list[int]) -> None:
    """One of many spoils it for all: each is tried by itself, and the one at fault says so on its page."""
    if len(document_ids) == 1:
        readings.give_up(document_ids[0])
        return
    for document_id in document_ids:
        read_documents.enqueue([document_id])


@every(60)
@job(retries=2, lease=300)
def recognise_pages() -> None:
    """Scanned pages become text, some at a time; the clock takes it up again where a process died."""
    if recognising.go_on():
        recognise_pages.enqueue(key="recognise")


@every(3600)
@job(retries=2, lease=600)
def sweep_uploads() -> None:
    """Uploads nobody resumed are forgotten, with what had arrived of them."""
    uploads.sweep()


@every("03:40")
@job(retries=2, lease=1800)
def trim_previews() -> None:
    """Page images that can be drawn again, and counters of days gone by."""
    previews.trim()
    quotas.forget_old()


@job(retries=10, lease=60)
def hand_over_key(document_id: int) -> None:
    """A document that moved to another customer has its key wrapped under that customer's."""
    from kedang.documents.changes import rewrap

    rewrap(document_id)


@job(retries=10, lease=600)
def settle_keys(customer_id: int) -> None:
    """After a merge or its undo: the keys of a customer's documents are wrapped under that customer's."""
    from kedang.documents.changes import rewrap_all

    rewrap_all(customer_id)


@job(retries=5, lease=1800)
def finish_upload(upload_id: int) -> None:
    """What had arrived whole when the server died."""
    uploads.finish_as_job(upload_id)
