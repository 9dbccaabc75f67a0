"""What people change of a document, as JSON (*states*): taken from rows, checked, put into words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import Project, Tag
from kedang.documents import values
from kedang.documents.models import Document, DocumentTag, DocumentValue
from kedang.documents.sitting import ensure_unlocked
from kedang.filing.file_names import safe_name
from kedang.filing.models import DocumentType, Folder

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


class Related:
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
        levels = {old["classification"], state.get("classification", old["classification"])}
        if len(levels) > 1 and Clearance.CORE in levels:
            ensure_unlocked(actor, document)
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
        return str(values.masked(value) if key == "fields" else value)

    def _fields(self, old: State, state: State) -> dict[str, str]:
        """Values of fields the new type does not have are dropped (they stay in the ledger)."""
        document_type = self.types.get(state.get("type", old["type"]))
        known = {field["key"] for field in (document_type.fields if document_type else [])}
        kept = {key: value for key, value in old["fields"].items() if key in known}
        return values.parse_fields(document_type, kept | state.get("fields", {}))


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
