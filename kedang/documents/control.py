"""Seeing is not taking (B9): what a person gets of a document's content, in one place for every channel.

Who may only see gets page images with the own name burnt in: no text, no file. Words may be copied by whoever
may take the file at this moment, since copying all words is taking it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.access.door import can
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Refused
from kedang.documents import permits, watermark
from kedang.documents.levels import level_of, rule_of, rules
from kedang.documents.models import Document


def may_copy(actor: Actor, document: Document) -> bool:
    """Whether its words and bytes may reach `actor` now. The top level's sitting is asked apart (`sitting`)."""
    return can(actor, "download", document) and permits.lets_out(actor, document)


def ensure_copy(actor: Actor, document: Document) -> None:
    """Raise Refused unless the words may be given out."""
    if not may_copy(actor, document):
        raise Refused(
            _("您可以查看这份文档的页面，不能取得它的文字"),
            remedy=_("需要文字或原件时，请申请下载，或联系部门主管。"),
        )


def is_stamped(actor: Actor, document: Document) -> bool:
    """Whether its pages bear the reader's name."""
    return rule_of(level_of(document)).is_stamped or not may_copy(actor, document)


def unquotable(actor: Actor, documents: Sequence[Document]) -> set[int]:
    """Of which no words may stand in a list or among search results: two queries for all."""
    known = rules()
    closed = {
        row.pk for row in documents if level_of(row) >= Clearance.CORE or known[level_of(row)].asks_permit
    }
    open_ones = [row.pk for row in documents if row.pk not in closed]
    taken = (
        Document.objects.filter(pk__in=open_ones).permitted(actor, "download").values_list("pk", flat=True)
    )
    return closed | (set(open_ones) - set(taken))


def marks(actor: Actor, document: Document) -> list[str]:
    """The lines to burn in; none: the page is shown as it is."""
    return watermark.reader_lines(actor) if is_stamped(actor, document) else []
