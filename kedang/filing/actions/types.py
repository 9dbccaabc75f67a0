"""Document types: made, edited, retired."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.filing import events
from kedang.filing.fields import checked_fields
from kedang.filing.models import DocumentType
from kedang.filing.naming import parse_rule
from kedang.ledger.record import record

_FORMAT = re.compile(r"[a-z0-9]{1,10}")


@action(needs="manage")
def create_document_type(model: type[DocumentType], *, actor: Actor, **facts: Any) -> DocumentType:
    """`facts` are the fields of DocumentType; `name` is needed."""
    made = make_document_type(**facts)
    record(events.TYPE_CREATED, made, actor=actor, details={"name": made.name})
    return made


@action(needs="manage")
def edit_document_type(
    document_type: DocumentType, *, revision: int | None = None, actor: Actor, **facts: Any
) -> None:
    """Change the given facts. Documents keep the values they have."""
    facts = _checked(facts, document_type)
    changes = [
        {"field": name, "label": name, "old": getattr(document_type, name), "new": value}
        for name, value in facts.items()
        if getattr(document_type, name) != value
    ]
    revise(document_type, expected=revision, **facts)
    record(events.TYPE_EDITED, document_type, actor=actor, changes=changes)


@action(needs="manage")
def retire_document_type(document_type: DocumentType, *, actor: Actor) -> None:
    """It is offered no more; documents of this type keep it."""
    revise(document_type, retired_at=now())
    record(events.TYPE_RETIRED, document_type, actor=actor, details={"name": document_type.name})


@action(needs="manage")
def return_document_type(document_type: DocumentType, *, actor: Actor) -> None:
    revise(document_type, retired_at=None)
    record(events.TYPE_RETURNED, document_type, actor=actor, details={"name": document_type.name})


def make_document_type(**facts: Any) -> DocumentType:
    """The row, for actions that make types."""
    last = DocumentType.objects.aggregate(last=Max("place"))["last"] or 0
    checked = _checked({"code": "", "name": "", "place": last + 10} | facts, None)
    return DocumentType.objects.create(**checked)


def _checked(facts: Mapping[str, Any], document_type: DocumentType | None) -> dict[str, Any]:
    checked = dict(facts)
    for name, check in _CHECKS.items():
        if name in checked:
            checked[name] = check(checked[name])
    if not checked.get("code", "-"):
        checked["code"] = _free_code()
    _check_free(checked, document_type)
    return checked


def _check_free(checked: Mapping[str, Any], document_type: DocumentType | None) -> None:
    same = Q(name=checked["name"]) if "name" in checked else Q(pk__in=())
    same |= Q(code=checked["code"]) if "code" in checked else Q(pk__in=())
    others = DocumentType.objects.filter(same)
    if other := (others.exclude(pk=document_type.pk) if document_type else others).first():
        state = _("（已停用）") if other.retired_at else ""
        message = _("已有文档类型“%(name)s”%(state)s。") % {"name": other.name, "state": state}
        raise Conflict(message, field="name", value=other.name, remedy=_("请换一个名称，或直接使用它。"))


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 40:
        raise Invalid(_("请给文档类型一个 40 字以内的名称。"), field="name", value=name)
    return name


def _formats(formats: Sequence[str]) -> list[str]:
    cleaned = [each.strip().lstrip(".").lower() for each in formats if each.strip()]
    for each in cleaned:
        if not _FORMAT.fullmatch(each):
            raise Invalid(
                _("“%(format)s”不是文件格式。") % {"format": each},
                field="formats",
                remedy=_("例如 pdf, docx"),
            )
    return list(dict.fromkeys(cleaned))


def _rule(text: str) -> str:
    text = text.strip()
    if text:
        parse_rule(text)
    return text


def _classification(level: int) -> int:
    if level not in Clearance.values:
        raise Invalid(_("没有这个密级。"), field="classification", value=str(level))
    return int(level)


def _aliases(aliases: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each.strip() for each in aliases if each.strip()))


def _free_code() -> str:
    number = (DocumentType.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return f"type-{number}"


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "fields": checked_fields,
    "formats": _formats,
    "naming_rule": _rule,
    "classification": _classification,
    "aliases": _aliases,
}
