"""What the customer page shows of the record: facts, contact points, completeness, tags and classes, history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import can_each
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.masking import mask_text, mask_value
from kedang.core.prepared import Prepared
from kedang.customers.attributes import ATTRIBUTES, facts_of
from kedang.customers.completeness import completeness_of
from kedang.customers.contacts import Opened, open_points
from kedang.customers.files import names as names_of_files
from kedang.customers.files import url as url_of_file
from kedang.customers.history import Revision, Words, read_revisions, revisions_of
from kedang.customers.models import (
    ContactKind,
    ContactPerson,
    ContactPoint,
    Customer,
    CustomerClass,
    CustomField,
    Dimension,
    FieldType,
    Helper,
    Project,
    Tag,
    TemplateField,
)
from kedang.customers.record import load_states, part_of
from kedang.ledger.models import Event
from kedang.people.models import Department, Person

# Shown in the page's head or by verbs of their own.
_ELSEWHERE = frozenset({"name"})
_OWNER = Prepared(lambda person: Person.objects.filter(pk=person))
_DEPARTMENT = Prepared(lambda department: Department.objects.filter(pk=department))
_PEOPLE = Prepared(
    lambda customer: ContactPerson.objects.in_use().filter(customer=customer).order_by("-is_primary", "id")
)
_POINTS = Prepared(
    lambda customer: (
        ContactPoint.objects.in_use().filter(customer=customer).select_related("verified_by").order_by("id")
    )
)
_TOKENS = Prepared(
    lambda customer: (
        ContactPoint.objects.in_use()
        .filter(customer=customer, token__isnull=False)
        .values_list("token", flat=True)
    )
)
_TAGS = Prepared(lambda customer: Tag.objects.filter(customer_uses__customer=customer))
_HELPERS = Prepared(lambda customer: Helper.objects.filter(customer=customer).select_related("person"))
_PROJECTS = Prepared(lambda customer: Project.objects.in_use().filter(customer=customer))
_CLASSES = Prepared(lambda customer: CustomerClass.objects.filter(customer=customer).select_related("value"))
_DIMENSIONS = Prepared(lambda: Dimension.objects.offered().filter(field=""))
_TEMPLATE_FIELDS = Prepared(lambda template: TemplateField.objects.filter(template=template))
_OWN_FIELDS = Prepared(lambda *ids: CustomField.objects.filter(pk__in=ids))
_ALWAYS = ("short_name", "uscc", "industry", "region", "address", "source", "grade", "grade_basis", "note")


@dataclass(frozen=True)
class Fact:
    """A field and its value as shown. `is_masked`: there is more to see, for a reason."""

    key: str
    label: str
    shown: str
    is_masked: bool = False
    can_unmask: bool = False
    is_long: bool = False
    group: str = ""
    help: str = ""
    url: str = ""
    is_former: bool = False  # of a field no longer in use: shown while it holds something

    @property
    def slug(self) -> str:
        """Its key as part of an address."""
        return self.key.replace(":", "-")


@dataclass
class PersonContacts:
    """A contact person (None: the customer itself) with their points."""

    person: ContactPerson | None
    points: list[Opened] = field(default_factory=list)


@dataclass(frozen=True)
class ShownChange:
    key: str
    label: str
    old: str
    new: str
    can_restore: bool


@dataclass(frozen=True)
class ShownRevision:
    revision: Revision
    changes: list[ShownChange]


def may(actor: Actor, customer: Customer) -> dict[str, bool]:
    """Flags for templates, about a record that was found for `actor`."""
    return can_each(
        actor,
        customer,
        {
            "edit": ("edit", None),
            "delete": ("delete", None),
            "grant": ("grant", None),
            "contact": ("edit", "contact_point"),
            "remove_contact": ("delete", "contact_point"),
            "unmask": ("unmask", "contact_point"),
            "folder": ("edit", "folder"),
            "ledger": ("view", "ledger"),
            "export": ("export", None),
        },
        is_seen=True,
    )


def facts_context(customer: Customer, actor: Actor) -> dict[str, Any]:
    facts = facts_of_record(customer, actor)
    return {"customer": customer, "facts": facts, "fact_groups": _grouped(facts), "may": may(actor, customer)}


def record_context(customer: Customer, actor: Actor) -> dict[str, Any]:
    """Everything about the record at once."""
    _link(customer)
    return (
        facts_context(customer, actor)
        | contacts_context(customer)
        | classes_context(customer)
        | {
            "tags": _TAGS(customer.pk),
            "helpers": _HELPERS(customer.pk),
            "projects": _PROJECTS(customer.pk),
            "completeness": completeness_of(customer),
        }
    )


def _link(customer: Customer) -> None:
    """Owner and department, looked up by themselves: joined into the rule's query they cost four times as much."""
    if customer.owner_id is not None:
        (customer.owner,) = _OWNER(customer.owner_id)
    if customer.department_id is not None:
        (customer.department,) = _DEPARTMENT(customer.department_id)


def _grouped(facts: Sequence[Fact]) -> list[tuple[str, list[Fact]]]:
    """By the template's groups, in the order in which each begins; earlier fields last."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_("以前的字段") if fact.is_former else fact.group, []).append(fact)
    return list(groups.items())


def facts_of_record(customer: Customer, actor: Actor | None = None) -> list[Fact]:
    """The template's fields in its order; without a template those of every record; then whatever else holds a value."""
    state = load_states([customer], {"facts", "custom"})[customer.pk]
    places = _places(customer)
    fields = {one.key: one for one in _own_fields(places, state)}
    former = {key for key, one in fields.items() if one.retired_at is not None}
    keys = [key for key in places if not key.startswith("contact:") and key not in former]
    keys += [key for key, value in state.items() if value not in (None, "")]
    known = {one.name for one in facts_of(customer.kind)} - _ELSEWHERE
    wanted = [key for key in dict.fromkeys(keys) if key in known or key in fields]
    words = _words(fields, state, actor)
    return [_fact(key, state.get(key), fields, words, places.get(key, "")) for key in wanted]


def fact_of(customer: Customer, key: str, actor: Actor | None = None) -> Fact:
    state = load_states([customer], {part_of(key)})[customer.pk]
    fields = {one.key: one for one in _own_fields({}, {key: None})}
    return _fact(key, state.get(key), fields, _words(fields, state, actor))


def _words(fields: dict[str, CustomField], state: dict[str, Any], actor: Actor | None) -> Words:
    words = Words([], plain=True)
    words.fields = fields
    words.names["owner"] = _person_names(fields, state)
    words.files = names_of_files(_file_ids(fields, state), actor)
    return words


def contacts_context(customer: Customer) -> dict[str, Any]:
    groups: dict[int | None, PersonContacts] = {None: PersonContacts(None)}
    for person in _PEOPLE(customer.pk):
        groups[person.pk] = PersonContacts(person)
    for opened in open_points(_POINTS(customer.pk)):
        key = opened.point.contact_person_id
        groups[key if key in groups else None].points.append(opened)
    shown = [group for group in groups.values() if group.person or group.points]
    return {"groups": shown, "today": today(), "contact_kinds": ContactKind.choices}


def classes_context(customer: Customer) -> dict[str, Any]:
    chosen: dict[int, list[Any]] = defaultdict(list)
    for use in _CLASSES(customer.pk):
        chosen[use.value.dimension_id].append(use.value)
    return {
        "customer": customer,
        "dimensions": [(dimension, chosen.get(dimension.pk, [])) for dimension in _DIMENSIONS()],
    }


def shown_revisions(customer: Customer, *, before: int | None = None, limit: int = 20) -> list[ShownRevision]:
    return _in_words(revisions_of(customer, before=before, limit=limit), own=customer.pk)


def in_words(events: Sequence[Event]) -> list[ShownRevision]:
    """Events of a record as its history shows them."""
    return _in_words(read_revisions(events))


def _in_words(revisions: Sequence[Revision], own: int | None = None) -> list[ShownRevision]:
    """`own`: the record that may be restored; what a merged one was cannot be, it is no more."""
    words = Words([change for one in revisions for change in one.changes], plain=False)
    return [shown_by(words, one, can_restore=own in (None, one.event.customer_id)) for one in revisions]


def shown_by(words: Words, one: Revision, *, can_restore: bool = False) -> ShownRevision:
    """A revision as `words` say it; a project is a row of its own and is not restored here."""
    return ShownRevision(
        one,
        [
            ShownChange(
                change["field"],
                words.label(change),
                words.of(change["field"], change["old"]),
                words.of(change["field"], change["new"]),
                can_restore and not change["field"].startswith("project:"),
            )
            for change in one.changes
        ],
    )


def _places(customer: Customer) -> dict[str, str]:
    """Which fields stand where: key → group, in the template's order."""
    if customer.template_id is None:
        return dict.fromkeys(_ALWAYS, "")
    placed = _TEMPLATE_FIELDS(customer.template_id)
    return {"short_name": ""} | {one.key: one.group_title for one in placed}


def _own_fields(places: Mapping[str, str], state: dict[str, Any]) -> list[CustomField]:
    keys = {*places, *state}
    ids = [int(key.removeprefix("custom:")) for key in keys if key.startswith("custom:")]
    return _OWN_FIELDS(*ids)


def _fact(key: str, value: Any, fields: dict[str, CustomField], words: Words, group: str = "") -> Fact:
    if key in fields:
        return _own_fact(fields[key], value, words, group)
    attribute = ATTRIBUTES[key]
    text = words.of(key, value)
    if attribute.mask and text:
        return Fact(
            key, str(attribute.label), mask_value(attribute.mask, text), is_masked=True, can_unmask=True,
            group=group,
        )  # fmt: skip
    return Fact(key, str(attribute.label), text, is_long=attribute.type == "long", group=group)


def _own_fact(own: CustomField, value: Any, words: Words, group: str) -> Fact:
    text = words.of(own.key, value)
    hidden = bool(own.is_sensitive and text)
    return Fact(
        own.key,
        own.title,
        mask_text(text) if hidden else text,
        is_masked=hidden,
        can_unmask=hidden,
        is_long=own.type == FieldType.LONG,
        group=group,
        help=own.hint,
        url=url_of_file(value) if own.type == FieldType.FILE and value in words.files else "",
        is_former=own.retired_at is not None,
    )


def _file_ids(fields: dict[str, CustomField], state: dict[str, Any]) -> list[int]:
    return [state[key] for key, one in fields.items() if one.type == FieldType.FILE and state.get(key)]


def _person_names(fields: dict[str, CustomField], state: dict[str, Any]) -> dict[int, str]:
    ids = [state[key] for key, one in fields.items() if one.type == "person" and state.get(key)]
    return {person.pk: person.name for person in Person.objects.filter(pk__in=ids)} if ids else {}
