"""Dead properties: kept for programs as they sent them, sealed with what they hang on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import DomainError
from kedang.documents.content import PURPOSE as DOCUMENT
from kedang.drive import scratch
from kedang.drive.answers import INSUFFICIENT, Answer
from kedang.drive.models import DeadProperties
from kedang.drive.tree.places import DocumentPlace, FolderPlace, Place, ScratchPlace

Properties = dict[str, str]  # {namespace}name → the whole element
MOST_BYTES = 64 * 1024
_AAD = b"drive.properties"
# What Windows keeps of files: no act of a person.
WINDOWS = "{urn:schemas-microsoft-com:}"


def of_places(places: Sequence[Place]) -> dict[str, Properties]:
    """By subject, with one query and one opening of keys."""
    by_subject = {place.subject: place for place in places if place.subject}
    rows = list(DeadProperties.objects.filter(subject__in=list(by_subject)))
    asked = [(bytes(row.sealed), *_key(by_subject[row.subject]), _AAD) for row in rows]
    try:
        opened = vault.unseal_many(asked) if asked else []
    except DomainError:  # a folder that changed hands since: another customer's key
        opened = [None] * len(rows)
    return {
        row.subject: json.loads(plain) for row, plain in zip(rows, opened, strict=True) if plain is not None
    }


def of(place: Place) -> Properties:
    return of_places([place]).get(place.subject, {})


def put(place: Place, properties: Mapping[str, str]) -> None:
    """Raises Answer: more than programs need."""
    plain = json.dumps(properties, ensure_ascii=False).encode()
    if len(plain) > MOST_BYTES:
        raise Answer(INSUFFICIENT, _("附加属性太多。"))
    if not properties:
        DeadProperties.objects.filter(subject=place.subject).delete()
        return
    sealed = vault.seal(*_key(place), plain, aad=_AAD)
    DeadProperties.objects.update_or_create(subject=place.subject, defaults={"sealed": sealed})


def carry(source: Place, target: Place) -> None:
    """What was moved or copied brings its properties along."""
    if source.subject and target.subject and source.subject != target.subject:
        found = of(source)
        if found or of(target):
            put(target, found)


def are_windows(tags: Iterable[str]) -> bool:
    return all(tag.startswith(WINDOWS) for tag in tags)


def _key(place: Place) -> tuple[str, str]:
    if isinstance(place, DocumentPlace):
        return place.document.key_owner, DOCUMENT
    if isinstance(place, ScratchPlace):
        return place.scratch.key_owner, scratch.PURPOSE
    assert isinstance(place, FolderPlace)  # noqa: S101  # nothing else has a subject
    return f"customer:{place.customer.pk}", "records"
