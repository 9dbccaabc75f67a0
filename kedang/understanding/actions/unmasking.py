"""Sensitive fields are masked until somebody who may see them says why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import NotFound
from kedang.documents.models import Document, DocumentValue
from kedang.documents.values import MASKED, read_fields
from kedang.ledger.record import record
from kedang.understanding.events import FIELD_UNMASKED


@action(needs="unmask", resource="contact_point", reason=True)
def unmask_field(document: Document, key: str, *, actor: Actor) -> str:
    """The value in full. Raises NotFound: there is none."""
    rows = list(DocumentValue.objects.filter(document=document, key=key)) if key in MASKED else []
    values = read_fields(document, rows)
    if key not in values:
        raise NotFound(_("这份文档没有填写这个字段。"))
    record(FIELD_UNMASKED, document, actor=actor, customer_id=document.customer_id, details={"field": key})
    return values[key]
