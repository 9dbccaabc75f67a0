"""Images that say who looked: burnt in by the server, so that what leaves it bears a name and a time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import NotFound
from kedang.documents import previews
from kedang.documents.image_pdf import Sheet, image_pdf
from kedang.documents.models import Document, Version
from kedang.documents.reading import pool
from kedang.documents.reading.outcome import PageImage
from kedang.documents.reasons import reason_of
from kedang.people.models import Organisation

PRINTED_WIDTH = previews.WIDTHS[-1]


def stamp(image: bytes, lines: Sequence[str], *, form: str = "jpeg") -> bytes:
    """`image` (WebP, JPEG, PNG) with `lines` tiled across it, as `jpeg` or `webp`. Raises NotFound: no image.

    Never falls back to the bare image.
    """
    return _stamped(image, lines, form).content


def reader_lines(actor: Actor, purpose: str = "") -> list[str]:
    """Name and department, the minute, and what for. Nothing of the customer: a mark is seen by everybody near."""
    department = actor.person.department.name if actor.person.department else ""
    house = Organisation.objects.values_list("name", "short_name").first() or ("", "")
    said = (purpose or _("仅供查阅"), house[1] or house[0])
    return [
        " · ".join(part for part in (actor.person.name, department) if part),
        f"{timezone.localtime(now()):%Y-%m-%d %H:%M}",
        " · ".join(part for part in said if part),
    ]


def printable_pdf(document: Document, version: Version, lines: Sequence[str]) -> Iterator[bytes]:
    """The version as a PDF of stamped page images, made while it is sent. Raises NotFound before the first byte.

    The caller has asked for the right and written the ledger. A page that cannot be drawn stays empty but stamped.
    """
    first = _sheet(version, 1, lines)
    if first is None:
        raise NotFound(_("“%(name)s”无法显示成页面，不能打印。") % {"name": document.name})

    def sheets() -> Iterator[Sheet]:
        yield first
        for page in range(2, previews.page_count(version) + 1):
            yield _sheet(version, page, lines) or _empty(first, lines)

    return image_pdf(sheets())


def _sheet(version: Version, page: int, lines: Sequence[str]) -> Sheet | None:
    picture = previews.page_image(version, page, PRINTED_WIDTH)
    return _as_sheet(_stamped(picture.content, lines, "jpeg")) if picture.content else None


def _empty(like: Sheet, lines: Sequence[str]) -> Sheet:
    white = io.BytesIO()
    Image.new("RGB", (like.width, like.height), "white").save(white, "PNG")
    return _as_sheet(_stamped(white.getvalue(), lines, "jpeg"))


def _as_sheet(image: PageImage) -> Sheet:
    return Sheet(image.content, image.width, image.height)


def _stamped(image: bytes, lines: Sequence[str], form: str) -> PageImage:
    stamped = pool.stamp(image, lines, form=form)
    if stamped.state != "read" or not any(line.strip() for line in lines):
        raise NotFound(reason_of(stamped.reason or "no_preview"))
    return stamped
