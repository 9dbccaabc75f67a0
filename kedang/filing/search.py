"""Folders in the one index: found by their name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.access.words import Clearance
from kedang.core.preset_names import shown_path
from kedang.filing.models import Folder
from kedang.search import index
from kedang.search.fields import SearchField, Shown, declare_model

KIND = "folder"

declare_model(
    Folder,
    kind=KIND,
    label=_("文件夹"),
    shown=Shown(
        icon="folder",
        order=30,
        url=lambda folder: (
            f"{reverse('documents:folder', args=[folder.customer_id])}?path={quote(folder.path)}"
        ),
        title=lambda folder: shown_path(folder.path),
        hint=lambda folder: folder.customer.name,
        related=("customer",),
    ),
    fields=[
        SearchField(names=("名称", "文件夹", "name", "folder"), path="name", texts=("name",)),
        SearchField(names=("位置", "路径", "path"), path="path"),
        SearchField(names=("客户", "customer"), path="customer__name"),
        SearchField(names=("项目", "project"), path="project__name"),
        SearchField(
            names=("密级", "classification"), path="classification", type="choice", choices=Clearance.choices
        ),
        SearchField(names=("建立", "created"), path="created_at", type="date"),
    ],
)


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
