"""From a source to items and labels: listed once, read by pattern, matched with customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from kedang.core.actor import Actor
from kedang.intake.folders.matching import match_labels
from kedang.intake.folders.patterns import DEFAULT, Pattern, parse_pattern
from kedang.intake.folders.sources import Found, batched
from kedang.intake.models import FolderImport, FolderItem, FolderLabel

# Rows a transaction; nobody else waits long for the write lock.
_BATCH = 1000
_NESTED = "*/{客户}/**"

Decision = FolderLabel.Decision


def enter_items(folder_import: FolderImport, found: Iterable[Found], *, blob_id: str = "") -> None:
    """Rows for all files, batch by batch; labels and places come with the pattern."""
    for batch in batched(found, _BATCH):
        rows = [
            FolderItem(
                folder_import=folder_import,
                path=one.path,
                name=one.path.rpartition("/")[2][-400:],
                member=one.member,
                blob_id=blob_id,
                size=one.size,
                modified_on=one.modified_on,
            )
            for one in batch
        ]
        with transaction.atomic():
            FolderItem.objects.bulk_create(rows, batch_size=500)


def guess_pattern(folder_import: FolderImport) -> str:
    """The first level, or the second when everything lies in one folder of its own."""
    first: Counter[str] = Counter()
    deep = 0
    for path in folder_import.items.values_list("path", flat=True)[:2000]:
        first[path.partition("/")[0]] += 1
        deep += path.count("/") >= 2
    return _NESTED if len(first) == 1 and deep else DEFAULT


def place_items(folder_import: FolderImport, pattern: str, actor: Actor) -> None:
    """Read every path anew: labels with their matches, folders below the customer, names. Raises Invalid."""
    rule = parse_pattern(pattern)
    FolderLabel.objects.filter(folder_import=folder_import).delete()
    counts: Counter[str] = Counter()
    for path in folder_import.items.values_list("path", flat=True).iterator(chunk_size=5000):
        if place := rule.read(path):
            counts[place.label[:255]] += 1
    labels = _make_labels(folder_import, counts, actor)
    _place(folder_import, rule, labels)


def _make_labels(folder_import: FolderImport, counts: Counter[str], actor: Actor) -> dict[str, int]:
    matches = match_labels(list(counts), actor)
    rows = []
    for label, files in counts.items():
        match = matches.get(label)
        rows.append(
            FolderLabel(
                folder_import=folder_import,
                label=label,
                files=files,
                decision=Decision.MATCHED if match else Decision.TRIAGE,
                customer_id=match.customer_id if match else None,
                matched_by=match.by if match else "",
            )
        )
    FolderLabel.objects.bulk_create(rows, batch_size=500)
    return dict(folder_import.labels.values_list("label", "pk"))


def _place(folder_import: FolderImport, rule: Pattern, labels: dict[str, int]) -> None:
    last = 0
    while items := list(folder_import.items.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        for item in items:
            place = rule.read(item.path)
            *folders, name = item.path.split("/")
            item.label_id = labels[place.label[:255]] if place else None
            item.folder = (place.folder if place else "/".join(folders))[:900]
            item.project = place.project[:200] if place else ""
            item.name = name[-400:]
        with transaction.atomic():
            FolderItem.objects.bulk_update(items, ["label", "folder", "project", "name"], batch_size=200)
        last = items[-1].pk
