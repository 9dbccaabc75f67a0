"""Folders in the one index: found by their name."""

from __future__ import annotations

from collections.abc import Sequence

from kedang.filing.models import Folder
from kedang.search import index

KIND = "folder"


def index_folders(folders: Sequence[Folder]) -> None:
    """Write index entries for `folders` as they are called now, in the caller's transaction."""
    index.write([_entry(folder) for folder in folders])


def forget_folders(folder_ids: Sequence[int]) -> None:
    index.forget(KIND, folder_ids)


def _entry(folder: Folder) -> index.Entry:
    return index.Entry(
        kind=KIND,
        subject_id=folder.pk,
        customer_id=folder.customer_id,
        part="name",
        texts={"name": folder.name},
        owner=f"customer:{folder.customer_id}",
        purpose="records",
    )
