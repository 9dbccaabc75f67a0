"""Which keys and blobs of the vault packages and imports still need; what nobody claims is swept."""

from __future__ import annotations

from collections.abc import Collection

from kedang import vault
from kedang.core.clock import now
from kedang.dossier.models import BagImport, Package

_OVER = (BagImport.State.DISCARDED, BagImport.State.DONE)


def claim() -> None:
    vault.claim_owners("package", _packages_there)
    vault.claim_owners("dossier-import", _imports_there)
    vault.claim_blobs(_blobs_there)


def _packages_there(tokens: Collection[str]) -> set[str]:
    rows = Package.objects.filter(token__in=list(tokens), expires_at__gt=now())
    return set(rows.values_list("token", flat=True))


def _imports_there(tokens: Collection[str]) -> set[str]:
    rows = BagImport.objects.exclude(state__in=_OVER).filter(token__in=list(tokens))
    return set(rows.values_list("token", flat=True))


def _blobs_there(blob_ids: Collection[str]) -> set[str]:
    wanted = list(blob_ids)
    packages = Package.objects.filter(blob_id__in=wanted, expires_at__gt=now())
    imports = BagImport.objects.exclude(state__in=_OVER).filter(blob_id__in=wanted)
    return set(packages.values_list("blob_id", flat=True)) | set(imports.values_list("blob_id", flat=True))
