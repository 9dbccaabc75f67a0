"""What a dealing points at must belong to its customer and be visible to who says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import ContactPerson, Customer, Project
from kedang.customers.querysets import ProjectQuerySet
from kedang.dealings.reading import InteractionFacts, NeedFacts, PurchaseFacts
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.people.models import Person


def check_links(
    customer: Customer, facts: PurchaseFacts | InteractionFacts | NeedFacts, actor: Actor
) -> None:
    """Raises Invalid naming the field."""
    if isinstance(facts, NeedFacts):
        return
    if facts.project_id and not _projects(customer).filter(pk=facts.project_id).exists():
        raise Invalid(_("没有这个项目，或它属于另一位客户"), field="project")
    documents = set(facts.documents) if isinstance(facts, InteractionFacts) else _one(facts.document_id)
    if documents and _documents(customer, actor).filter(pk__in=documents).count() != len(documents):
        field = "documents" if isinstance(facts, InteractionFacts) else "document"
        raise Invalid(_("没有这份文档，或它属于另一位客户"), field=field)
    if isinstance(facts, InteractionFacts) and facts.people:
        there = ContactPerson.objects.filter(customer=customer, pk__in=facts.people).count()
        if there != len(set(facts.people)):
            raise Invalid(_("没有这位联系人，或其属于另一位客户"), field="people")


def colleague(person_id: int | None) -> Person | None:
    """Raises Invalid: nobody active."""
    if person_id is None:
        return None
    found = Person.objects.filter(pk=person_id, is_active=True, is_system=False, suspended_at=None).first()
    if found is None:
        raise Invalid(_("没有这位同事，或已停用"), field="assignee")
    return found


def _one(pk: int | None) -> set[int]:
    return {pk} if pk else set()


def _projects(customer: Customer) -> ProjectQuerySet:
    return Project.objects.filter(customer=customer, trashed_at=None)


def _documents(customer: Customer, actor: Actor) -> DocumentQuerySet:
    return Document.objects.visible_to(actor).available().filter(customer=customer)
