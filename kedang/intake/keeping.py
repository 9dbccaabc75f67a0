"""Which keys and blobs of the vault imports still need; what nobody claims is swept."""

from __future__ import annotations

from collections.abc import Collection

from kedang import vault
from kedang.intake.models import CustomerImport, DealingImport, FolderImport, FolderItem


def claim() -> None:
    vault.claim_owners("import", _tokens_there)
    vault.claim_blobs(_blobs_there)


def _tokens_there(tokens: Collection[str]) -> set[str]:
    wanted = list(tokens)
    lists = CustomerImport.objects.exclude(state=CustomerImport.State.DISCARDED).filter(token__in=wanted)
    folders = FolderImport.objects.exclude(state=FolderImport.State.DISCARDED).filter(token__in=wanted)
    dealings = DealingImport.objects.exclude(state=DealingImport.State.DISCARDED).filter(token__in=wanted)
    tokens = set(lists.values_list("token", flat=True)) | set(dealings.values_list("token", flat=True))
    return tokens | set(folders.values_list("token", flat=True))


def _blobs_there(blob_ids: Collection[str]) -> set[str]:
    wanted = list(blob_ids)
    lists = CustomerImport.objects.exclude(state=CustomerImport.State.DISCARDED)
    folders = FolderImport.objects.exclude(state=FolderImport.State.DISCARDED)
    found = set(lists.filter(source__in=wanted).values_list("source", flat=True))
    found |= set(lists.filter(rows__in=wanted).values_list("rows", flat=True))
    dealings = DealingImport.objects.exclude(state=DealingImport.State.DISCARDED)
    found |= set(dealings.filter(source__in=wanted).values_list("source", flat=True))
    found |= set(dealings.filter(rows__in=wanted).values_list("rows", flat=True))
    found |= set(folders.filter(location__in=wanted).values_list("location", flat=True))
    items = FolderItem.objects.exclude(folder_import__state=FolderImport.State.DISCARDED)
    return found | set(items.filter(blob_id__in=wanted).values_list("blob_id", flat=True))
