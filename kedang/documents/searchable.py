"""A searchable copy (可检索 PDF) of a scan: made of what was recognised when first asked for, kept as a rendition."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.documents import page_texts, renditions
from kedang.documents.models import ReadPage, Rendition, Version
from kedang.documents.page_texts import PageText
from kedang.documents.reading import pool, sniff
from kedang.documents.reading.outcome import LaidPage, Reading
from kedang.documents.reasons import reason_of

SOURCES = (sniff.PDF, *sniff.IMAGES)


def is_offered(version: Version) -> bool:
    """Some of its pages were recognised, and nothing is being recognised any more."""
    if version.mime not in SOURCES:
        return False
    states = set(ReadPage.objects.filter(version=version).values_list("state", flat=True).distinct())
    return ReadPage.State.RECOGNISED in states and ReadPage.State.SCAN not in states


def copy_of(version: Version) -> Rendition:
    """Raises Invalid: there is nothing recognised, or no PDF can be made of it."""
    kept = renditions.find(version, Rendition.Kind.SEARCHABLE)
    if kept is not None:
        return kept
    if not is_offered(version):
        raise Invalid(_("这个版本没有识别出的文字。"), remedy=_("请先重新识读。"))
    opened = renditions.read_file(version)
    if isinstance(opened, Reading):
        raise Invalid(reason_of(opened.reason))
    file, name = opened
    with file:
        made = pool.make_searchable(file, name, [_laid(page) for page in page_texts.kept_pages(version)])
    if made.state != "read":
        raise Invalid(reason_of(made.reason))
    return renditions.keep(version, Rendition.Kind.SEARCHABLE, made.content)


def _laid(page: PageText) -> LaidPage | None:
    if page.state == ReadPage.State.LAYER:
        return None
    return LaidPage(page.text, [list(word) for word in page.words], page.turned)
