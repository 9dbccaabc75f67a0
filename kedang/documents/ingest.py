"""Filing many documents at once: the core that upload, folder import and the demo company share.

`content.store` first, outside a transaction; `enter_documents` then inside the action's or the run's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access import numbering
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer, Project
from kedang.documents import indexing, values
from kedang.documents.content import PURPOSE, Content
from kedang.documents.events import FILED
from kedang.documents.models import Document, DocumentTag, DocumentValue, Version
from kedang.documents.naming import Naming, Rules, ruled_name, unique_names
from kedang.filing.file_names import name_key, split_extension
from kedang.filing.folders import ensure_folders, standard_path
from kedang.filing.layouts import Shelf
from kedang.filing.models import DocumentType, Folder
from kedang.ledger.record import Entry, record_many

_TRIES = 5


@dataclass(frozen=True)
class Filing:
    """One document to be filed. Without `folder` and `path` the rule says where; without `name`, how it is called."""

    content: Content
    customer: Customer
    type: DocumentType | None = None
    project: Project | None = None
    document_date: date | None = None
    title: str = ""
    folder: Folder | None = None
    path: str = ""
    name: str = ""
    classification: int | None = None
    tags: Sequence[int] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    number: str = ""  # brought along; the caller has reserved it

    @property
    def naming(self) -> Naming:
        return Naming(
            customer=self.customer,
            original_name=self.content.original_name,
            type=self.type,
            project=self.project,
            document_date=self.document_date or today(),
            title=self.title,
            fields=self.fields,
            name=self.name,
        )


def enter_documents(
    filings: Sequence[Filing], *, actor: Actor, run_id: int | None = None, rules: Rules | None = None
) -> list[Document]:
    """Rows, names, numbers, index, one event each, and reading queued: all in the caller's transaction.

    The caller has checked `create` on `document` for every customer. Raises Invalid (a format the type
    does not take, a bad field value).
    """
    if not filings:
        return []
    filings = [_checked(each) for each in filings]
    filings = _typed(_placed(filings))
    documents = _inserted(filings, actor, run_id, rules or Rules())
    _insert_parts(documents, filings, actor)
    indexing.index_documents(documents)
    indexing.queue_reading(documents)
    record_many(
        [_event(document, each) for document, each in zip(documents, filings, strict=True)], actor=actor
    )
    return documents


def _accepts(document_type: DocumentType, filing: Filing) -> bool:
    return not document_type.formats or _extension(filing) in document_type.formats


def _extension(filing: Filing) -> str:
    return split_extension(filing.content.original_name)[1].lstrip(".").lower()


def _checked(filing: Filing) -> Filing:
    formats, extension = filing.type.formats if filing.type else [], _extension(filing)
    if filing.type and not _accepts(filing.type, filing):
        message = _("“%(name)s”不是“%(type)s”允许的格式。") % {
            "name": filing.content.original_name,
            "type": filing.type,
        }
        remedy = _("允许：%(formats)s") % {"formats": "、".join(formats)}
        raise Invalid(message, field="type", value=extension, remedy=remedy)
    return replace(filing, fields=values.parse_fields(filing.type, filing.fields))


def _placed(filings: Sequence[Filing]) -> list[Filing]:
    """Every filing with its folder."""
    loose = [each for each in filings if each.folder is None]
    if not loose:
        return list(filings)
    shelf = Shelf.in_force()
    places = [(each.customer, each.path or _standard(each, shelf)) for each in loose]
    folders = iter(ensure_folders(places, shelf=shelf))
    return [each if each.folder else replace(each, folder=next(folders)) for each in filings]


def _typed(filings: Sequence[Filing]) -> list[Filing]:
    """What comes untyped into the folder of one type only is of that type."""
    nodes = {_folder(each).template_node for each in filings if each.type is None} - {""}
    if not nodes:
        return list(filings)
    by_node: dict[str, list[DocumentType]] = {}
    for document_type in DocumentType.objects.offered().filter(folder__in=nodes):
        by_node.setdefault(document_type.folder, []).append(document_type)
    only = {node: types[0] for node, types in by_node.items() if len(types) == 1}
    return [
        replace(each, type=only[_folder(each).template_node])
        if each.type is None
        and _folder(each).template_node in only
        and _accepts(only[_folder(each).template_node], each)
        else each
        for each in filings
    ]


def _standard(filing: Filing, shelf: Shelf) -> str:
    project = filing.project.name if filing.project else ""
    code = filing.type.code if filing.type else ""
    return standard_path(filing.customer, code, project=project, shelf=shelf)


def _inserted(filings: Sequence[Filing], actor: Actor, run_id: int | None, rules: Rules) -> list[Document]:
    """Two who file the same name at once: the second takes the next free one."""
    issued = iter(numbering.issue("archive", [_number_facts(each) for each in filings if not each.number]))
    numbers = [each.number or next(issued) for each in filings]
    for _try in range(_TRIES):
        wanted = [(_folder(each).pk, ruled_name(each.naming, rules)) for each in filings]
        rows = [
            _row(each, name, number, actor, run_id)
            for each, name, number in zip(filings, unique_names(wanted), numbers, strict=True)
        ]
        try:
            with transaction.atomic():
                return Document.objects.bulk_create(rows, batch_size=200)
        except IntegrityError:
            continue
    raise Conflict(_("文件夹里正有别人归档同名文档。"), remedy=_("请稍后再试。"))


def _row(filing: Filing, name: str, number: str, actor: Actor, run_id: int | None) -> Document:
    content, folder = filing.content, _folder(filing)
    level = filing.classification or (filing.type.classification if filing.type else 0)
    return Document(
        id=content.document_id,
        customer=filing.customer,
        folder=folder,
        type=filing.type,
        project=filing.project,
        name=name,
        name_key=name_key(name),
        title=filing.title[:200],
        original_name=content.original_name[:400],
        document_date=filing.document_date or today(),
        classification=max(level, folder.classification, filing.customer.classification),
        number=number,
        size=content.blob.size,
        mime=content.mime,
        content_mac=content.blob.content_mac,
        created_by=actor.person,
        run_id=run_id if run_id is not None else actor.run_id,
        created_at=now(),
    )


def _insert_parts(documents: Sequence[Document], filings: Sequence[Filing], actor: Actor) -> None:
    contents = [each.content for each in filings]
    Version.objects.bulk_create(
        version_rows(documents, contents, [each.note for each in filings], actor), batch_size=200
    )
    DocumentTag.objects.bulk_create(
        [
            DocumentTag(document=document, tag_id=tag)
            for document, each in zip(documents, filings, strict=True)
            for tag in dict.fromkeys(each.tags)
        ]
    )
    DocumentValue.objects.bulk_create(
        [
            row
            for document, each in zip(documents, filings, strict=True)
            for row in values.rows_of(document, each.type, each.fields)
        ]
    )


def version_rows(
    documents: Sequence[Document], contents: Sequence[Content], notes: Sequence[str], actor: Actor
) -> list[Version]:
    """Unsaved versions: `version_number` of each document, the hash sealed."""
    sealed = vault.seal_many(
        [(d.key_owner, PURPOSE, c.blob.sha256, b"sha256") for d, c in zip(documents, contents, strict=True)]
    )
    return [
        Version(
            document=document,
            number=document.version_number,
            author=actor.person,
            note=note[:300],
            original_name=content.original_name[:400],
            blob_id=content.blob.blob_id,
            size=content.blob.size,
            mime=content.mime,
            content_mac=content.blob.content_mac,
            sha256=digest,
            alg=content.blob.alg,
        )
        for document, content, note, digest in zip(documents, contents, notes, sealed, strict=True)
    ]


def _number_facts(filing: Filing) -> dict[str, str]:
    customer = filing.customer
    return {
        "category": "ZY·KH",
        "customer": customer.number,
        "type": filing.type.code if filing.type else "",
        "department": customer.department.name if customer.department else "",
    }


def _event(document: Document, filing: Filing) -> Entry:
    details = {
        "name": document.name,
        "original_name": document.original_name,
        "folder": _folder(filing).path,
        "size": document.size,
    }
    return Entry(
        FILED,
        document,
        customer_id=document.customer_id,
        details=details,
        key=(document.key_owner, PURPOSE),
    )


def _folder(filing: Filing) -> Folder:
    if filing.folder is None:
        raise Invalid(_("没有文件夹。"), field="folder")
    return filing.folder
