"""Documents that are not called what the naming rule says: found by walking, narrowed by customer, folder, type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import QueryDict

from kedang.access.opening import find_record
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents.models import Document, DocumentValue
from kedang.documents.naming import Naming, Rules, facts_of
from kedang.documents.querysets import DocumentQuerySet
from kedang.documents.values import read_fields
from kedang.filing.models import DocumentType
from kedang.filing.naming import Facts, Rule, follows, render_name
from kedang.filing.paths import path_key
from kedang.filing.violations import Violation, Violations, violations

ROWS = 50
EXAMINED = 1000


@dataclass(frozen=True)
class Within:
    """Where to look; nothing said: everywhere the reader may."""

    customer: Customer | None = None
    type: DocumentType | None = None
    path: str = ""

    def rows(self, actor: Actor) -> DocumentQuerySet:
        rows = Document.objects.visible_to(actor).available()
        if self.customer is not None:
            rows = rows.filter(customer=self.customer)
            if self.path:
                rows = rows.filter(folder__path_key=path_key(self.path))
        return rows if self.type is None else rows.filter(type=self.type)


def asked_for(sent: QueryDict, actor: Actor) -> Within:
    """What an address or form says; a customer out of reach is not found."""
    customer, chosen = number_of(sent.get("customer")), number_of(sent.get("type"))
    return Within(
        None if customer is None else find_record(actor, Customer.objects.all(), customer),
        None if chosen is None else DocumentType.objects.filter(pk=chosen).first(),
        str(sent.get("path", "")).strip("/ "),
    )


def find(within: Within, actor: Actor, *, after: int = 0, limit: int = ROWS) -> Violations:
    rows = within.rows(actor).select_related(
        "type", "project", "customer__department", "customer__owner", "folder"
    )
    return violations(rows, facts_of=_namings, after=after, limit=limit, examine=EXAMINED)


def shown(found: Sequence[Violation], actor: Actor) -> list[tuple[Document, str]]:
    """The documents of a page of violations beside the names they should have."""
    seen = Document.objects.visible_to(actor).with_places().in_bulk([each.pk for each in found])
    return [(seen[each.pk], each.ruled) for each in found if each.pk in seen]


def ruled_names(documents: Sequence[Document]) -> list[str]:
    """What each should be called; whose name follows the rule (counted ones too) keeps it."""
    pairs = zip(documents, _namings(documents), strict=True)
    return [
        document.name if follows(rule, facts, document.name) else render_name(rule, facts)
        for document, (rule, facts) in pairs
    ]


def _namings(documents: Sequence[Document]) -> list[tuple[Rule, Facts]]:
    return list(_each_naming(documents, Rules()))


def _each_naming(documents: Sequence[Document], rules: Rules) -> Iterator[tuple[Rule, Facts]]:
    values: dict[int, list[DocumentValue]] = defaultdict(list)
    for value in DocumentValue.objects.filter(document__in=documents):
        values[value.document_id].append(value)
    prefetch_related_objects(documents, "customer__department", "customer__owner")
    for document in documents:
        naming = Naming(
            customer=document.customer,
            original_name=document.original_name,
            type=document.type,
            project=document.project,
            document_date=document.document_date,
            title=document.title,
            fields=read_fields(document, values[document.pk]),
        )
        yield rules.rule_for(document.type), facts_of(naming)
