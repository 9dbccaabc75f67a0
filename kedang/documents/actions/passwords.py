"""The password that opens a protected file (打开密码): asked once, kept sealed, never told again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.documents import indexing
from kedang.documents.content import open_version, read_through, seal_password
from kedang.documents.events import PASSWORD_GIVEN
from kedang.documents.models import Document, ReadState, Version
from kedang.documents.page_texts import forget_pages
from kedang.documents.reading import limits, pool
from kedang.documents.reading.spool import spool
from kedang.documents.reasons import reason_of
from kedang.ledger.record import record


def check_password(version: Version, password: str) -> None:
    """Try it in the limited worker, before any transaction. Raises Invalid naming the field."""
    if not password:
        raise Invalid(_("请输入密码。"), field="password")
    if version.size > limits.MAX_FILE:
        raise Invalid(reason_of("file_too_big"))
    with open_version(version) as reader, spool(read_through(reader)) as file:
        unlocked = pool.unlock(file, version.original_name, password)
    if unlocked.reason == "wrong_password":
        raise Invalid(_("密码不对，没有打开文件。"), field="password", remedy=_("请核对大小写和全角半角。"))
    if unlocked.state != "read":
        raise Invalid(reason_of(unlocked.reason))


@action(needs="edit")
def keep_password(document: Document, version: Version, password: str, *, actor: Actor) -> None:
    """Keep what `check_password` tried under the document's key and have the file read with it."""
    if version.document_id != document.pk or version.number != document.version_number:
        raise Conflict(_("文档已有新版本。"), remedy=_("请刷新页面后再试。"))
    version.password = seal_password(version, password)
    version.save(update_fields=["password"])
    forget_pages(version)
    revise(document, read_state=ReadState.WAITING, read_reason="", pages_read=0)
    indexing.queue_reading([document])
    record(PASSWORD_GIVEN, document, actor=actor, customer_id=document.customer_id)
