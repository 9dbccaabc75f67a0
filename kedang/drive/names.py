"""Names on the drive: what a program called a document holds there beside the ruled name; what is scratch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from django.db.models import F, Q

from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.drive.models import DriveName
from kedang.filing.file_names import name_key, split_extension
from kedang.filing.models import Folder

MOST_NAME = 200
_SCRATCH = re.compile(
    r"\..*"  # .DS_Store, ._resource forks, .~lock of LibreOffice, .TemporaryItems
    r"|~.*"  # ~$ of Office and WPS, ~WRD0001.tmp, ~wps
    r"|.*\.(?:tmp|temp|sb-[^.]*|crdownload|part|swp|lnk)"
    r"|.*~"
    r"|thumbs\.db|ehthumbs.*\.db|desktop\.ini|icon\r"
    r"|[0-9a-f]{8}"  # Excel while saving
    r"|\(a document being saved by .*\)",
    re.IGNORECASE | re.DOTALL,
)
_TWIN = re.compile(r"(.*)_D([0-9]{1,18})(\.[^.]*)?", re.DOTALL)


def is_scratch(name: str) -> bool:
    """Whether programs call files so that are no records."""
    return _SCRATCH.fullmatch(name) is not None


def composed(name: str) -> str:
    """macOS sends accents and 濁点 apart from their letter."""
    return unicodedata.normalize("NFC", name)


def shown_documents(actor: Actor) -> DocumentQuerySet:
    """What the drive knows of: nothing of the top level, whose opening asks for a factor and a reason each time."""
    rows = Document.objects.visible_to(actor).filter(trashed_at=None)
    return rows.filter(classification__lt=Clearance.CORE, customer__classification__lt=Clearance.CORE)


def document_called(folder: Folder, name: str, actor: Actor) -> Document | None:
    """By its name on the drive, else by its ruled name, else by the name that parts twins."""
    rows = shown_documents(actor).filter(folder=folder).select_related("customer", "folder", "drive_name")
    key = name_key(composed(name))
    found = rows.filter(_holds(), drive_name__name_key=key).order_by("-pk").first()
    found = found or rows.filter(name_key=key).order_by("-pk").first()
    if found is None and (twin := _TWIN.fullmatch(name)):
        found = rows.filter(pk=int(twin[2])).first()
    return found


def former_called(folder: Folder, name: str, actor: Actor, since: object) -> Document | None:
    """The document of this name that `actor` put into the trash after `since`."""
    key = name_key(composed(name))
    rows = Document.objects.visible_to(actor).filter(
        Q(drive_name__name_key=key) | Q(name_key=key, drive_name=None),
        folder=folder,
        trashed_by=actor.person,
        trashed_at__gte=since,
    )
    return rows.select_related("customer", "folder").order_by("-trashed_at").first()


def named(documents: Sequence[Document], taken: set[str]) -> Iterator[tuple[Document, str]]:
    """Each with its name on the drive, no two alike.

    `documents` of one folder with their `drive_name`, newest first; `taken`: the keys of names given out before.
    """
    held = [(document, held_name(document)) for document in documents]
    foreign = _held_in(held)
    for document, name in held:
        key = name_key(name or document.name)
        if key in taken or (not name and key in foreign):
            yield document, _parted(document, name or document.name)
            continue
        taken.add(key)
        yield document, name or document.name


def _held_in(held: Sequence[tuple[Document, str]]) -> set[str]:
    """Which of the ruled names another document of the folder bears on the drive."""
    ruled = [document.name_key for document, name in held if not name]
    if not ruled:
        return set()
    holding = DriveName.objects.filter(
        folder_id=held[0][0].folder_id,
        name_key__in=ruled,
        document__trashed_at=None,
        document__folder_id=F("folder_id"),
        document__name=F("ruled"),
    )
    return set(holding.values_list("name_key", flat=True))


def name_of(document: Document) -> str:
    return held_name(document) or document.name


def held_name(document: Document) -> str:
    """The program's name, while nobody renamed or moved the document elsewhere."""
    kept = getattr(document, "drive_name", None)
    if kept is None or kept.folder_id != document.folder_id or kept.ruled != document.name:
        return ""
    return str(kept.name)


def keep(document: Document, name: str) -> None:
    """Remember what a program calls `document`, as part of whatever it did to it."""
    name = composed(name)[:MOST_NAME]
    facts = {
        "folder_id": document.folder_id,
        "ruled": document.name,
        "name": name,
        "name_key": name_key(name)[:300],
    }
    DriveName.objects.update_or_create(document=document, defaults=facts)


def _holds() -> Q:
    return Q(drive_name__folder_id=F("folder_id"), drive_name__ruled=F("name"))


def _parted(document: Document, name: str) -> str:
    stem, extension = split_extension(name)
    return f"{stem}_D{document.pk}{extension}"
