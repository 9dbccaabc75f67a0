"""Changing what is known of documents: one mechanism for single edits, bulk work and undo.

A *state* is the part of a document that people change, as JSON: `state_of` takes it, `put` brings
documents into (part of) a state and tells the ledger what that changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang import vault
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Project, Tag
from kedang.documents import indexing, values
from kedang.documents.content import PURPOSE
from kedang.documents.models import Document, DocumentTag, DocumentValue
from kedang.documents.naming import unique_names
from kedang.filing.file_names import name_key, safe_name
from kedang.filing.models import DocumentType, Folder
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record_many

State = dict[str, Any]

LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("名称"),
    "title": gettext_lazy("题名"),
    "folder": gettext_lazy("文件夹"),
    "type": gettext_lazy("文档类型"),
    "project": gettext_lazy("项目"),
    "document_date": gettext_lazy("文档日期"),
    "classification": gettext_lazy("密级"),
    "tags": gettext_lazy("标签"),
    "fields": gettext_lazy("字段"),
}
_COLUMNS = (
    "customer",
    "folder",
    "name",
    "name_key",
    "title",
    "type",
    "project",
    "document_date",
    "classification",
)


@dataclass(frozen=True)
class Change:
    """What `put` did to one document: enough to take it back while nobody changed it again."""

    document: Document
    before: State
    after: State

    def as_undo(self) -> dict[str, Any]:
        return {"id": self.document.pk, "before": self.before, "revision": self.document.revision}


def lock(documents: Sequence[Document]) -> list[Document]:
    """The rows as they are now, held until the transaction ends, in the order given."""
    rows = Document.objects.select_for_update(of=("self",)).select_related(
        "type", "folder", "customer", "project"
    )
    found = rows.in_bulk([document.pk for document in documents])
    return [found[document.pk] for document in documents if document.pk in found]


def states_of(documents: Sequence[Document]) -> list[State]:
    tags: dict[int, list[int]] = defaultdict(list)
    for document_id, tag_id in DocumentTag.objects.filter(document__in=documents).values_list(
        "document_id", "tag_id"
    ):
        tags[document_id].append(tag_id)
    rows: dict[int, list[DocumentValue]] = defaultdict(list)
    for row in DocumentValue.objects.filter(document__in=documents):
        rows[row.document_id].append(row)
    return [
        {
            "name": document.name,
            "title": document.title,
            "folder": document.folder_id,
            "type": document.type_id,
            "project": document.project_id,
            "document_date": document.document_date.isoformat() if document.document_date else None,
            "classification": document.classification,
            "tags": sorted(tags[document.pk]),
            "fields": values.read_fields(document, rows[document.pk]),
        }
        for document in documents
    ]


def put(
    documents: Sequence[Document],
    wanted: Sequence[State],
    *,
    kind: Kind,
    actor: Actor,
    always_record: bool = False,
) -> list[Change]:
    """Bring each of the `documents` (locked rows) into the part of a state `wanted` for it.

    Names are made unique in their folder. Those that would not change are left alone and out of the answer.
    """
    before = states_of(documents)
    related = _Related(before, wanted)
    changes: list[Change] = []
    for document, old, new in zip(documents, before, wanted, strict=True):
        clean = {
            key: value
            for key, value in related.checked(document, old, new, actor).items()
            if value != old[key]
        }
        if clean or always_record:
            changes.append(Change(document, {key: old[key] for key in clean}, clean))
    _name_anew(changes, related)
    _store(changes, related)
    record_many([_event(kind, change, related) for change in changes], actor=actor)
    return changes


def take_back(undo: Sequence[Mapping[str, Any]], *, kind: Kind, actor: Actor) -> dict[int, str]:
    """Restore what was changed, unless it was changed again since; id → why not."""
    found = {d.pk: d for d in lock(list(Document.objects.filter(pk__in=[each["id"] for each in undo])))}
    same = [each for each in undo if each["id"] in found and found[each["id"]].revision == each["revision"]]
    put([found[each["id"]] for each in same], [each["before"] for each in same], kind=kind, actor=actor)
    kept = {each["id"] for each in undo} - {each["id"] for each in same}
    return dict.fromkeys(kept, _("之后又被修改过，保持现状"))


def rewrap(document_id: int) -> None:
    """Wrap the document's key under the customer it belongs to now."""
    document = Document.objects.only("customer_id").get(pk=document_id)
    vault.keys.reparent(document.key_owner, PURPOSE, f"customer:{document.customer_id}")


class _Related:
    """The types, projects, folders and tags that states speak of, read once."""

    def __init__(self, *groups: Sequence[State]) -> None:
        states = [state for group in groups for state in group]
        self.types = DocumentType.objects.in_bulk(_ids(states, "type"))
        self.projects = Project.objects.in_bulk(_ids(states, "project"))
        self.folders = Folder.objects.select_related("customer").in_bulk(_ids(states, "folder"))
        tags = {tag for state in states for tag in state.get("tags") or ()}
        self.tags = Tag.objects.in_bulk(list(tags))

    def checked(self, document: Document, old: State, new: State, actor: Actor) -> State:
        """`new` in normal form. Raises Invalid naming the field."""
        state = dict(new)
        self._check_known(old, state)
        self._fit_project(document, old, state)
        readers: dict[str, Callable[[Any], Any]] = {
            "name": safe_name,
            "title": lambda title: str(title).strip()[:200],
            "document_date": lambda day: _date(day) if day else None,
            "classification": lambda level: _level(level, actor),
            "tags": lambda tags: sorted({tag for tag in tags if tag in self.tags}),
        }
        for key in readers.keys() & state.keys():
            state[key] = readers[key](state[key])
        if "fields" in state or "type" in state:
            state["fields"] = self._fields(old, state)
        return state

    def _check_known(self, old: State, state: State) -> None:
        if unknown := set(state) - set(old):
            raise Invalid(_("没有“%(field)s”这一项。") % {"field": "、".join(sorted(unknown))})
        for key, there in (("type", self.types), ("project", self.projects), ("folder", self.folders)):
            if state.get(key) is not None and state[key] not in there:
                what = {"what": LABELS[key]}
                raise Invalid(_("找不到所选的%(what)s。") % what, field=key, value=str(state[key]))
        if "folder" in state and state["folder"] is None:
            raise Invalid(_("请选择文件夹。"), field="folder")

    def _fit_project(self, document: Document, old: State, state: State) -> None:
        """A project of another customer is refused; one that a move leaves behind falls away."""
        moved = "folder" in state
        customer_id = self.folders[state["folder"]].customer_id if moved else document.customer_id
        project = self.projects.get(state.get("project", old["project"]))
        if project is None or project.customer_id == customer_id:
            return
        if state.get("project"):
            raise Invalid(_("这个项目属于另一位客户。"), field="project", value=project.name)
        state["project"] = None

    def words(self, key: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if key in ("type", "project", "folder"):
            there: Any = {"type": self.types, "project": self.projects, "folder": self.folders}[key]
            return str(there.get(value, ""))
        if key == "classification":
            return str(Clearance(value).label)
        if key == "tags":
            return "、".join(self.tags[tag].name for tag in value if tag in self.tags)
        return str(value)

    def _fields(self, old: State, state: State) -> dict[str, str]:
        """Values of fields the new type does not have are dropped (they stay in the ledger)."""
        document_type = self.types.get(state.get("type", old["type"]))
        known = {field["key"] for field in (document_type.fields if document_type else [])}
        kept = {key: value for key, value in old["fields"].items() if key in known}
        return values.parse_fields(document_type, kept | state.get("fields", {}))


def _name_anew(changes: Sequence[Change], related: _Related) -> None:
    """A name wanted, or a move to another folder, may meet one that is there."""
    moved = [change for change in changes if {"name", "folder"} & set(change.after)]
    wanted = [
        (
            change.after.get("folder", change.document.folder_id),
            change.after.get("name", change.document.name),
        )
        for change in moved
    ]
    names = unique_names(wanted, leaving_out=[change.document.pk for change in moved])
    for change, name in zip(moved, names, strict=True):
        if name != change.document.name:
            change.before["name"], change.after["name"] = change.document.name, name


def _store(changes: Sequence[Change], related: _Related) -> None:
    if not changes:
        return
    for change in changes:
        _assign(change, related)
    documents = [change.document for change in changes]
    Document.objects.bulk_update(documents, [*_COLUMNS, "revision", "updated_at"], batch_size=100)
    _store_tags([change for change in changes if "tags" in change.after])
    _store_values([change for change in changes if "fields" in change.after], related)
    if any({"name", "title", "fields"} & set(change.after) for change in changes):
        indexing.index_documents(documents)


def _assign(change: Change, related: _Related) -> None:
    document, after = change.document, change.after
    if "folder" in after:
        folder = related.folders[after["folder"]]
        if folder.customer_id != document.customer_id:
            document.customer = folder.customer
            _queue_rewrap(document)
        document.folder = folder
    if "name" in after:
        document.name, document.name_key = after["name"], name_key(after["name"])
    if "document_date" in after:
        document.document_date = (
            date.fromisoformat(after["document_date"]) if after["document_date"] else None
        )
    for key, attribute in (
        ("title", "title"),
        ("type", "type_id"),
        ("project", "project_id"),
        ("classification", "classification"),
    ):
        if key in after:
            setattr(document, attribute, after[key])
    document.revision += 1
    document.updated_at = now()


def _queue_rewrap(document: Document) -> None:
    from kedang.documents.tasks import hand_over_key

    hand_over_key.enqueue(document.pk)


def _store_tags(changes: Sequence[Change]) -> None:
    DocumentTag.objects.filter(document__in=[change.document for change in changes]).delete()
    DocumentTag.objects.bulk_create(
        [
            DocumentTag(document=change.document, tag_id=tag)
            for change in changes
            for tag in change.after["tags"]
        ]
    )


def _store_values(changes: Sequence[Change], related: _Related) -> None:
    DocumentValue.objects.filter(document__in=[change.document for change in changes]).delete()
    DocumentValue.objects.bulk_create(
        [
            row
            for change in changes
            for row in values.rows_of(
                change.document, related.types.get(change.document.type_id or 0), change.after["fields"]
            )
        ]
    )


def _event(kind: Kind, change: Change, related: _Related) -> Entry:
    document = change.document
    return Entry(
        kind,
        document,
        customer_id=document.customer_id,
        changes=[
            {
                "field": key,
                "label": str(LABELS[key]),
                "old": related.words(key, change.before[key]),
                "new": related.words(key, value),
            }
            for key, value in change.after.items()
        ],
        details={"name": document.name},
        key=(document.key_owner, PURPOSE),
    )


def _ids(states: Sequence[State], key: str) -> list[int]:
    return list({state[key] for state in states if state.get(key) is not None})


def _date(text: str) -> str:
    try:
        return date.fromisoformat(str(text)).isoformat()
    except ValueError:
        raise Invalid(
            _("“%(value)s”不是有效的日期。") % {"value": text},
            field="document_date",
            remedy=_("请写成 2026-05-03。"),
        ) from None


def _level(value: Any, actor: Actor) -> int:
    if value not in Clearance.values:
        raise Invalid(_("没有这个密级。"), field="classification", value=str(value))
    if value > rights_of(actor).clearance:
        raise Invalid(
            _("这个密级高于您自己的，改后您将看不到它。"),
            field="classification",
            remedy=_("请由更高权限的人设定。"),
        )
    return int(value)


def refuse_taken_name(document: Document, name: str) -> None:
    """Raises Conflict: another document of the folder is called so."""
    others = Document.objects.filter(
        folder=document.folder_id, trashed_at=None, name_key=name_key(safe_name(name))
    )
    if others.exclude(pk=document.pk).exists():
        raise Conflict(
            _("这个文件夹里已有“%(name)s”。") % {"name": name},
            field="name",
            value=name,
            remedy=_("请换一个名称。"),
        )
