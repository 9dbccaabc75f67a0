"""Who hears of what happened with a customer: those who follow it, and the departments concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kedang.access.sight import Onlookers, Standing, standings_of
from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer, Helper
from kedang.documents.models import Document
from kedang.ledger.models import Event
from kedang.notify.telling import tell
from kedang.people.models import Department, Person
from kedang.teamwork.models import Comment, Follow
from kedang.teamwork.notices import CONTACT_CHANGED, FOLLOWED
from kedang.teamwork.topics import BY_KIND, Topic


def events_of(ids: Sequence[int]) -> list[Event]:
    """Only what came about."""
    return list(Event.objects.filter(pk__in=ids, result=Event.Result.OK).order_by("pk"))


def tell_followers_of(events: Sequence[Event]) -> None:
    """One notice for a topic of a customer within an hour, however much happens."""
    customers = _customers(events)
    follows: dict[int, list[Follow]] = defaultdict(list)
    rows = Follow.objects.filter(customer__in=customers).listening().select_related("person")
    for one in rows:
        follows[one.customer_id].append(one)
    for (customer_id, name, actor_id), some in _grouped(events, customers).items():
        topic = BY_KIND[some[0].kind]
        wanting = [one.person for one in follows.get(customer_id, ()) if name in one.topics]
        if wanting:
            levels = _levels(some)
            people = _allowed(wanting, customers[customer_id], topic, levels)
            _tell(topic, people, some[0], actor_id)


def tell_departments_of(events: Sequence[Event]) -> None:
    """Owner and helpers of a customer whose contact points changed, and the heads of their departments (A14)."""
    customers = _customers(events)
    helpers: dict[int, list[Person]] = defaultdict(list)
    for help_ in Helper.objects.filter(customer__in=customers).select_related("person"):
        helpers[help_.customer_id].append(help_.person)
    departments = {
        one.pk: one for one in Department.objects.filter(head__isnull=False).select_related("head")
    }
    for (customer_id, _name, actor_id), some in _grouped(events, customers).items():
        customer = customers[customer_id]
        near = [*helpers[customer_id], *([customer.owner] if customer.owner else [])]
        where = {one.department_id for one in near} | {customer.department_id}
        heads = [departments[pk].head for pk in where if pk in departments]
        concerned = {one.pk: one for one in [*near, *heads] if one is not None}
        people = _allowed(list(concerned.values()), customer, BY_KIND[some[0].kind], ())
        _tell(BY_KIND[some[0].kind], people, some[0], actor_id)


def _tell(topic: Topic, people: Collection[int], event: Event, actor_id: int) -> None:
    who = _actor(actor_id)
    if people and who is not None:
        kind = CONTACT_CHANGED if topic.name == "contact" else FOLLOWED[topic.name]
        key = f"follow:{event.customer_id}:{topic.name}:{event.at:%Y%m%d%H}"
        tell(kind, people, actor=who, customer_id=event.customer_id, key=key)


def _customers(events: Iterable[Event]) -> dict[int, Customer]:
    ids = {one.customer_id for one in events if one.customer_id}
    return Customer.objects.in_use().unsealed().select_related("owner").in_bulk(ids)


def _grouped(
    events: Iterable[Event], customers: Mapping[int, Customer]
) -> dict[tuple[int, str, int], list[Event]]:
    """By customer in use, topic and who did it."""
    found: dict[tuple[int, str, int], list[Event]] = defaultdict(list)
    for event in events:
        if event.customer_id in customers and event.kind in BY_KIND and event.actor_id:
            found[event.customer_id or 0, BY_KIND[event.kind].name, event.actor_id].append(event)
    return found


def _levels(events: Iterable[Event]) -> tuple[int, ...]:
    """The classification of documents that were filed or spoken of; the lowest is enough to be told."""
    subjects = [(one.subject_type, one.subject_id) for one in events]
    documents = {pk for label, pk in subjects if label == Document._meta.label_lower and pk}
    comments = {pk for label, pk in subjects if label == Comment._meta.label_lower and pk}
    plain = Comment.objects.filter(pk__in=comments, document=None).exists() if comments else False
    if plain:
        return ()
    about = Comment.objects.filter(pk__in=comments).exclude(document=None)
    own = Document.objects.filter(pk__in=documents).values_list("classification", flat=True)
    return (*about.values_list("document__classification", flat=True), *own)


def _allowed(people: Sequence[Person], customer: Customer, topic: Topic, levels: Sequence[int]) -> list[int]:
    """Ids of those who may see the customer, and what happened."""
    standing = standings_of({customer.pk: customer.classification})[customer.pk]
    level = max(standing.classification, min(levels, default=0))
    seeing: list[tuple[Onlookers, Standing]] = [(Onlookers(people), standing)]
    if topic.resource not in {"customer", "contact_point"}:
        seeing.append((Onlookers(people, resource=topic.resource), standing))
    if levels:
        seeing.append((Onlookers(people, resource="document"), replace(standing, classification=level)))
    return [one.pk for one in people if all(eyes.sees(one.pk, of) for eyes, of in seeing)]


def _actor(person_id: int) -> Actor | None:
    person = Person.objects.filter(pk=person_id).first()
    return as_actor(person, channel="job") if person else None
