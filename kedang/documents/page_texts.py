"""What each page of a version says, and where on it (页文): kept sealed under the document's key."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from django.db import transaction

from kedang import vault
from kedang.documents.content import PURPOSE
from kedang.documents.models import ReadPage, Rendition, Version
from kedang.documents.reading import pool
from kedang.documents.reading.outcome import LaidPage, Layout

_AT_ONCE = 500


class Word(NamedTuple):
    """A word, or a run of one line; its place in fractions of the page as shown, from the top left."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PageText:
    """Page `number` (from 1). `turned`: degrees clockwise that the page must be turned to be read.

    `words` is empty where the format knows no places (Word, mail). A page being recognised has no text yet.
    """

    number: int
    text: str = ""
    words: tuple[Word, ...] = ()
    turned: int = 0
    state: str = ReadPage.State.LAYER


def kept_pages(version: Version, numbers: Sequence[int] | None = None) -> list[PageText]:
    """What is kept of the version's pages, in order; none when nobody has asked for places yet."""
    rows = ReadPage.objects.filter(version=version)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    listed = list(rows.order_by("number"))
    owner = f"document:{version.document_id}"
    plain = vault.unseal_many(
        [(bytes(row.sealed), owner, PURPOSE, _aad(row)) for row in listed if row.sealed]
    )
    texts = iter(plain)
    return [_opened(row, next(texts) if row.sealed else None) for row in listed]


def keep_layout(version: Version, file: BinaryIO, name: str) -> Layout:
    """Find out the places of words in `file` and keep them; pages kept before stay as they are."""
    layout = pool.lay_out(file, name)
    rows = [
        ReadPage(
            version=version,
            number=number,
            state=ReadPage.State.SCAN if page.is_scan else ReadPage.State.LAYER,
        )
        for number, page in enumerate(layout.pages, start=1)
    ]
    sealed = _sealed(version, [(row, page) for row, page in zip(rows, layout.pages, strict=True)])
    for row, body in zip(rows, sealed, strict=True):
        row.sealed = body
    with transaction.atomic():
        ReadPage.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    return layout


def keep_recognised(row: ReadPage, page: LaidPage) -> None:
    (row.sealed,) = _sealed(row.version, [(row, page)])
    row.state, row.reason = ReadPage.State.RECOGNISED, ""
    row.save(update_fields=["sealed", "state", "reason"])


def keep_failed(row: ReadPage, reason: str) -> None:
    row.state, row.reason = ReadPage.State.FAILED, reason
    row.save(update_fields=["state", "reason"])


def forget_pages(version: Version) -> None:
    """Before it is read once more."""
    ReadPage.objects.filter(version=version).delete()
    Rendition.objects.filter(version=version).delete()  # their blobs are swept


def _sealed(version: Version, pages: Sequence[tuple[ReadPage, LaidPage]]) -> list[bytes]:
    owner = f"document:{version.document_id}"
    return vault.seal_many([(owner, PURPOSE, _packed(page), _aad(row)) for row, page in pages])


def _packed(page: LaidPage) -> bytes:
    plain = json.dumps([page.text, page.turned, page.words], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(plain.encode("utf-8", "replace"), 3)


def _opened(row: ReadPage, plain: bytes | None) -> PageText:
    if not plain:  # its key was destroyed, or it is still to be recognised
        return PageText(row.number, state=row.state)
    text, turned, words = json.loads(zlib.decompress(plain))
    return PageText(row.number, text, tuple(Word(*word) for word in words), turned, row.state)


def _aad(row: ReadPage) -> bytes:
    return f"page:{row.version_id}:{row.number}".encode()
