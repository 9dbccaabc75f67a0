"""What is typed about a complaint, by colleagues or by the customer itself, becomes facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.text import tidy
from kedang.engagement.models import Complaint

LONGEST = 8000


@dataclass(kw_only=True)
class ComplaintFacts:
    """What is typed. Without `due_at` the customer's grade says by when."""

    kind: str
    title: str
    content: str = ""
    source: str = Complaint.Source.PHONE.value
    due_at: datetime | None = None


def read_facts(facts: ComplaintFacts) -> ComplaintFacts:
    """Raises Invalid."""
    title, content = tidy(facts.title), facts.content.strip()
    if facts.kind not in Complaint.Kind.values:
        raise Invalid(_("没有这种反馈"), field="kind", value=facts.kind)
    if facts.source not in Complaint.Source.values:
        raise Invalid(_("没有这种来源"), field="source", value=facts.source)
    if not title or len(title) > 120:
        raise Invalid(_("事由应为 1 至 120 个字"), field="title", value=title)
    return ComplaintFacts(
        kind=facts.kind, title=title, content=content[:LONGEST], source=facts.source, due_at=facts.due_at
    )
