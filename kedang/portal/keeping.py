"""Files from customers, kept aside under a key of their own until somebody approves them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import Invalid
from kedang.documents.reading import sniff
from kedang.filing.file_names import safe_name, split_extension
from kedang.portal.models import ChangeRequest
from kedang.portal.querysets import ChangeRequestQuerySet

PURPOSE = "scratch"
LARGEST = 20 * 2**20
# What an office needs; nothing that runs, nothing that unpacks.
TAKEN = {
    *("pdf", "ofd", "jpg", "jpeg", "png", "webp", "heic", "tif", "tiff", "txt", "csv"),
    *("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et"),
}
_RUNNING = {"application/x-msdownload", "application/x-executable", "text/html", "application/javascript"}


@dataclass(frozen=True)
class Kept:
    holder: str
    blob: str
    size: int
    name: str


def keep(name: str, size: int, chunks: Iterable[bytes]) -> Kept:
    """Outside a transaction. Raises Invalid: too large, empty, or of a kind that is not taken."""
    name = safe_name(name)
    extension = split_extension(name)[1].lstrip(".").lower()
    if extension not in TAKEN:
        raise Invalid(
            _("不接受这种文件"), field="file", value=name, remedy=_("请上传 PDF、图片或 Office 文件。")
        )
    if not 0 < size <= LARGEST:
        raise Invalid(_("文件应在 20 MB 以内，且不为空"), field="file", value=name)
    holder = secrets.token_hex(16)
    owner = f"portal:{holder}"
    vault.keys.create_keys([(owner, PURPOSE, None)])
    looked = _Head(chunks)
    stored = vault.blobs.write(owner, PURPOSE, looked)
    if (
        sniff.sniff(looked.head, name) in _RUNNING
        or looked.head[:2] == b"MZ"
        or looked.head[:4] == b"\x7fELF"
    ):
        vault.blobs.delete(stored.blob_id)
        raise Invalid(_("文件内容与名称不符"), field="file", value=name)
    return Kept(holder, stored.blob_id, stored.size, name)


def chunks_of(request: ChangeRequest) -> Iterator[bytes]:
    with vault.blobs.open(request.blob, request.key_owner, PURPOSE) as reader:
        yield from reader.iter_range(0, reader.size)


def claim() -> None:
    """Files that wait are in use; decided ones are swept after a day."""
    vault.claim_owners("portal", _holders_there)
    vault.claim_blobs(_blobs_there)


class _Head:
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self.head = chunks, b""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if len(self.head) < sniff.HEAD:
                self.head += chunk[: sniff.HEAD - len(self.head)]
            yield chunk


def _holders_there(ids: Iterable[str]) -> set[str]:
    return set(_waiting().filter(holder__in=list(ids)).values_list("holder", flat=True))


def _blobs_there(blob_ids: Iterable[str]) -> set[str]:
    return set(_waiting().filter(blob__in=list(blob_ids)).values_list("blob", flat=True))


def _waiting() -> ChangeRequestQuerySet:
    return ChangeRequest.objects.filter(state=ChangeRequest.State.WAITING)
