"""Ruled names for documents: the rule of the type or the general one, unique within the folder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kedang.customers.models import Customer, Project
from kedang.documents.models import Document
from kedang.documents.values import read_fields
from kedang.filing.file_names import name_key, safe_name, split_extension, unique_name
from kedang.filing.models import DocumentType, NamingRule
from kedang.filing.naming import SHIPPED, Facts, Rule, parse_rule, render_name


class Rules:
    """The naming rules in force, read once and asked for many documents."""

    def __init__(self) -> None:
        self._general = NamingRule.objects.filter(pk=1).values_list("text", flat=True).first() or SHIPPED
        self._parsed: dict[str, Rule] = {}

    def rule_for(self, document_type: DocumentType | None) -> Rule:
        text = (document_type.naming_rule if document_type else "") or self._general
        if text not in self._parsed:
            self._parsed[text] = parse_rule(text)
        return self._parsed[text]


@dataclass(frozen=True)
class Naming:
    """What a document is named from. `name` set: a person chose it, the rule is not asked."""

    customer: Customer
    original_name: str
    type: DocumentType | None = None
    project: Project | None = None
    document_date: date | None = None
    title: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


def ruled_name(naming: Naming, rules: Rules) -> str:
    """Without regard to what else lies in the folder."""
    if naming.name:
        return _with_extension(safe_name(naming.name), naming.original_name)
    return render_name(rules.rule_for(naming.type), facts_of(naming))


def facts_of(naming: Naming) -> Facts:
    customer = naming.customer
    stem, extension = split_extension(naming.original_name)
    fields = dict(naming.fields)
    labels = {each["key"]: each["label"] for each in (naming.type.fields if naming.type else [])}
    return Facts(
        customer=customer.name,
        short_name=customer.short_name,
        number=customer.number,
        type=naming.type.name if naming.type else "",
        date=naming.document_date,
        project=naming.project.name if naming.project else "",
        title=naming.title,
        original=stem,
        extension=extension.lower(),
        department=customer.department.name if customer.department else "",
        owner=customer.owner.name if customer.owner else "",
        fields=fields | {labels[key]: value for key, value in fields.items() if key in labels},
    )


def rule_name_of(
    document: Document, rules: Rules | None = None, fields: Mapping[str, str] | None = None
) -> str:
    """What the rule calls a document that is filed already."""
    if fields is None:
        fields = read_fields(document, document.values.all())
    naming = Naming(
        customer=document.customer,
        original_name=document.original_name,
        type=document.type,
        project=document.project,
        document_date=document.document_date,
        title=document.title,
        fields=fields,
    )
    return render_name((rules or Rules()).rule_for(document.type), facts_of(naming))


def unique_names(wanted: Sequence[tuple[int, str]], *, leaving_out: Sequence[int] = ()) -> list[str]:
    """For (folder, name) each a name nobody in that folder has, also not another of `wanted`.

    `leaving_out`: documents whose own name does not stand in the way.
    """
    taken = _taken(wanted, leaving_out)
    names = []
    for folder_id, name in wanted:
        unique = unique_name(name, taken[folder_id])
        taken[folder_id].add(name_key(unique))
        names.append(unique)
    return names


def _taken(wanted: Sequence[tuple[int, str]], leaving_out: Sequence[int]) -> defaultdict[int, set[str]]:
    """Exact matches first; only where one is found the counted names of the same stem are asked for."""
    there = Document.objects.filter(trashed_at=None).exclude(pk__in=leaving_out)
    keys = Counter((folder, name_key(safe_name(name))) for folder, name in wanted)
    exact = there.filter(folder__in={f for f, _ in keys}, name_key__in={k for _, k in keys})
    taken: defaultdict[int, set[str]] = defaultdict(set)
    counted = Q(pk__in=())
    crowded = {place for place, count in keys.items() if count > 1}
    for folder, key in crowded.union(exact.values_list("folder_id", "name_key")):
        counted |= Q(folder=folder, name_key=key)
        counted |= Q(folder=folder, name_key__startswith=f"{split_extension(key)[0]}_")
    for folder, key in there.filter(counted).values_list("folder_id", "name_key"):
        taken[folder].add(key)
    return taken


def _with_extension(name: str, original: str) -> str:
    """A chosen name keeps the ending by which programs know the file."""
    extension = split_extension(original)[1].lower()
    return name if split_extension(name)[1].lower() == extension else f"{name}{extension}"
