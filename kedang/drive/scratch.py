"""Scratch files: what programs write beside documents. Plain rows of one person, no records, no ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.clock import now
from kedang.documents.content import open_version
from kedang.documents.models import Document, Version
from kedang.drive.answers import INSUFFICIENT, Answer
from kedang.drive.models import DeadProperties, Scratch
from kedang.drive.names import composed
from kedang.filing.file_names import name_key
from kedang.people.models import Person

PURPOSE = "scratch"
KEPT_FOR = timedelta(days=7)
# Programs that died while saving: the document is seen under its own name again.
ASIDE_FOR = timedelta(hours=1)
MOST_BYTES = 2 * 2**30
MOST_FILES = 2000
_AT_ONCE = 200


def find(person: Person, spot: str, name: str) -> Scratch | None:
    """What lies in the place `spot` under `name`."""
    rows = Scratch.objects.filter(person=person, parent=parent_of(spot), name_key=_key(name))
    return rows.select_related("document__customer", "document__folder").first()


def lying_in(person: Person, spot: str) -> list[Scratch]:
    return list(
        Scratch.objects.filter(person=person, parent=parent_of(spot))
        .select_related("document")
        .order_by("pk")
    )


def hides(row: Scratch) -> bool:
    """While the document is set aside and no newer version took its place, it is not seen under its own name."""
    return (
        row.document is not None
        and row.document.version_number == row.version
        and row.changed_at > now() - ASIDE_FOR
    )


def hidden_in(person: Person, customer_id: int) -> set[int]:
    """Documents of this customer that the person's programs set aside just now."""
    rows = Scratch.objects.filter(person=person, document__customer=customer_id).select_related("document")
    return {row.document_id for row in rows if row.document_id is not None and hides(row)}


def write(person: Person, spot: str, name: str, chunks: Iterable[bytes], place: str) -> Scratch:
    """Put content at a name, whatever was there. Raises Answer: the person's share is used up."""
    owner = f"drive:{person.pk}"
    blob = vault.blobs.write(owner, PURPOSE, _bounded(chunks, _room_of(person)))
    blob_id = blob.blob_id
    if not blob.size:
        vault.blobs.delete(blob_id)
        blob_id = ""
    with transaction.atomic():
        row = _row(person, spot, name, place)
        old, row.blob_id, row.size = row.blob_id, blob_id, blob.size
        row.document, row.version, row.changed_at, row.revision = None, None, now(), row.revision + 1
        row.save()
    _drop([old])
    return row


def make_folder(person: Person, spot: str, name: str, place: str) -> Scratch:
    _room_of(person)
    with transaction.atomic():
        row = _row(person, spot, name, place)
        row.is_folder = True
        row.save()
    return row


def set_aside(person: Person, document: Document, spot: str, name: str, place: str) -> Scratch:
    """From now on this person sees the document at this name, and nothing at its own."""
    with transaction.atomic():
        row = _row(person, spot, name, place)
        old, row.blob_id = row.blob_id, ""
        row.document, row.version, row.size = document, document.version_number, document.size
        row.changed_at, row.revision = now(), row.revision + 1
        row.save()
    _drop([old])
    return row


def move(row: Scratch, spot: str, name: str, place: str) -> None:
    there = find(row.person, spot, name)
    if there is not None and there.pk != row.pk:
        remove(there)
    inside = lying_in(row.person, row.place) if row.is_folder else []
    row.parent, row.name, row.name_key, row.place = parent_of(spot), composed(name), _key(name), place
    row.changed_at = now()
    row.save()
    for each in inside:
        move(each, place, each.name, f"{place}/{each.name_key}")


def chunks(row: Scratch) -> Iterator[bytes]:
    """The content, decrypted piece by piece; of what was set aside the version it stands for."""
    if row.document is not None:
        version = Version.objects.get(document=row.document, number=row.version or 0)
        with open_version(version) as reader:
            yield from reader.iter_range(0, reader.size)
    elif row.blob_id:
        with vault.blobs.open(row.blob_id, row.key_owner, PURPOSE) as reader:
            yield from reader.iter_range(0, row.size)


def remove(row: Scratch) -> None:
    """With all that lies in it."""
    inside = lying_in(row.person, row.place) if row.is_folder else []
    for each in inside:
        remove(each)
    _forget([row])


def sweep() -> int:
    """Forget what nobody touched for days."""
    old = list(Scratch.objects.filter(changed_at__lt=now() - KEPT_FOR).order_by("pk")[:_AT_ONCE])
    _forget(old)
    return len(old)


def blobs_there(blob_ids: Iterable[str]) -> set[str]:
    return set(Scratch.objects.filter(blob_id__in=list(blob_ids)).values_list("blob_id", flat=True))


def parent_of(spot: str) -> str:
    return hashlib.sha256(spot.encode()).hexdigest()


def _forget(rows: Sequence[Scratch]) -> None:
    blobs = [row.blob_id for row in rows]
    with transaction.atomic():
        DeadProperties.objects.filter(subject__in=[row.subject for row in rows]).delete()
        Scratch.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _drop(blobs)


def _row(person: Person, spot: str, name: str, place: str) -> Scratch:
    row, _made = Scratch.objects.get_or_create(
        person=person,
        parent=parent_of(spot),
        name_key=_key(name),
        defaults={"name": composed(name), "place": place},
    )
    return row


def _room_of(person: Person) -> int:
    mine = Scratch.objects.filter(person=person, document=None)
    used = mine.aggregate(bytes=Sum("size"))["bytes"] or 0
    if used >= MOST_BYTES or mine.count() >= MOST_FILES:
        raise _full()
    return MOST_BYTES - used


def _bounded(chunks: Iterable[bytes], room: int) -> Iterator[bytes]:
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise _full()
        yield chunk


def _full() -> Answer:
    return Answer(INSUFFICIENT, _("临时文件太多或太大。"))


def _drop(blob_ids: Iterable[str]) -> None:
    for blob_id in blob_ids:
        if blob_id:
            vault.blobs.delete(blob_id)


def _key(name: str) -> str:
    return name_key(composed(name))[:300]
