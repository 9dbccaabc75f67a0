"""What becomes of a complete upload: a filed document, or a new version of one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import check_right
from kedang.access.opening import find_record
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import numbers_of
from kedang.customers.models import Customer, Project
from kedang.documents import twins, uploads
from kedang.documents.actions.filing import file_upload
from kedang.documents.actions.versions import add_uploaded_version
from kedang.documents.content import Incoming, store
from kedang.documents.ingest import Filing
from kedang.documents.models import Document, Upload
from kedang.filing.models import DocumentType, Folder
from kedang.filing.paths import join, safe_path


def check(facts: dict[str, Any], actor: Actor) -> None:
    """Refuse before two gigabytes have travelled what would be refused afterwards."""
    if not str(facts.get("filename") or "").strip():
        raise Invalid(_("上传没有文件名。"), field="filename")
    if facts.get("document"):
        find_record(actor, Document.objects.all(), _number(facts, "document"), verb="edit")
        return
    customer = find_record(actor, Customer.objects.all(), _number(facts, "customer"))
    check_right(actor, "create", customer, resource="document")
    _filing_facts(facts, customer, actor)


def finish(upload: Upload, facts: dict[str, Any], actor: Actor) -> dict[str, str]:
    if facts.get("document"):
        document = find_record(actor, Document.objects.all(), _number(facts, "document"), verb="edit")
        incoming = Incoming(document.customer_id, facts["filename"], uploads.chunks(upload), document.pk)
        version = add_uploaded_version(
            document, store([incoming])[0], upload, str(facts.get("note", "")), actor=actor
        )
        return {"document": str(document.pk), "name": document.name, "version": str(version.number)}
    customer = find_record(actor, Customer.objects.all(), _number(facts, "customer"))
    known = _filing_facts(facts, customer, actor)
    if facts.get("twin") != "new":
        gone = twins.restorable_twins(customer, upload.length or 0, uploads.chunks(upload), actor=actor)
        if gone:
            uploads.ask(upload)
            return {"asks": _told(gone, actor)}
    (content,) = store([Incoming(customer.pk, facts["filename"], uploads.chunks(upload))])
    document = file_upload(customer, Filing(content=content, customer=customer, **known), upload, actor=actor)
    same = twins.twins_of(content.blob.content_mac, actor=actor, besides=document.pk)[: twins.TOLD]
    return {"document": str(document.pk), "name": document.name, "twins": _told(list(same), actor)}


def _told(documents: list[Document], actor: Actor) -> str:
    return json.dumps(twins.in_words(documents, actor=actor), ensure_ascii=False) if documents else ""


def _filing_facts(facts: dict[str, Any], customer: Customer, actor: Actor) -> dict[str, Any]:
    """The keywords of a `Filing` from what the sender said."""
    known: dict[str, Any] = {"title": str(facts.get("title", "")), "note": str(facts.get("note", ""))}
    known["path"] = _path(facts, actor)
    if facts.get("type"):
        known["type"] = DocumentType.objects.filter(pk=_number(facts, "type"), retired_at=None).first()
    if facts.get("project"):
        known["project"] = Project.objects.filter(pk=_number(facts, "project"), customer=customer).first()
    if facts.get("date"):
        known["document_date"] = _date(str(facts["date"]))
    if facts.get("classification"):
        known["classification"] = _number(facts, "classification")
    known["tags"] = numbers_of(str(facts.get("tags", "")).split(","))
    known["fields"] = {
        key.removeprefix("field:"): str(value) for key, value in facts.items() if key.startswith("field:")
    }
    return known


def _path(facts: dict[str, Any], actor: Actor) -> str:
    """`folder` (an id) or `into` (a path) is where it was dropped; `path` has the sub-folders it came in."""
    into = str(facts.get("into", ""))
    if facts.get("folder"):
        into = find_record(actor, Folder.objects.available(), _number(facts, "folder")).path
    below = str(facts.get("path", "")).replace("\\", "/").rpartition("/")[0]
    return safe_path(join([into, below]))


def _number(facts: dict[str, Any], key: str) -> int:
    try:
        return int(str(facts.get(key) or ""))
    except ValueError:
        raise Invalid(_("上传缺少“%(key)s”。") % {"key": key}, field=key) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("“%(value)s”不是有效的日期。") % {"value": text}, field="date") from None
