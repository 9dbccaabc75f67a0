"""Filing one document (归档)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.documents import uploads
from kedang.documents.changes import lock
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document, Upload
from kedang.documents.trash import take_from_trash


@action(needs="create", resource="document")
def file_document(customer: Customer, filing: Filing, *, actor: Actor) -> Document:
    """File what `content.store` made durable; its text follows. Raises Invalid naming field and value."""
    return _file(customer, filing, actor)


@action(needs="create", resource="document")
def file_upload(customer: Customer, filing: Filing, upload: Upload, *, actor: Actor) -> Document:
    """File a complete upload, once: who comes second gets a Conflict."""
    uploads.claim_done(upload, document_id=filing.content.document_id)
    return _file(customer, filing, actor)


@action(needs="delete")
def restore_instead(document: Document, upload: Upload, *, actor: Actor) -> None:
    """Take the same content out of the trash instead of filing it anew. Raises Conflict: it is not there any more."""
    (row,) = lock([document])
    uploads.claim_done(upload, document_id=row.pk)
    if not take_from_trash([row], actor=actor):
        raise Conflict(_("文档不在回收站里。"))
    document.refresh_from_db()


def _file(customer: Customer, filing: Filing, actor: Actor) -> Document:
    owners = [filing.customer.pk]
    owners += [place.customer_id for place in (filing.folder, filing.project) if place is not None]
    if any(owner != customer.pk for owner in owners):
        raise Invalid(_("文件夹或项目属于另一位客户。"), field="folder")
    return enter_documents([filing], actor=actor)[0]
