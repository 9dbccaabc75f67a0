"""Customers of the demo company through the same core as an import: read, completed, registered by their owners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kedang.access.door import check_right
from kedang.customers import completeness
from kedang.customers.actions.change import read_fields
from kedang.customers.actions.register import complete
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.contacts import ContactInput
from kedang.customers.events import CHANGED, STAGE_CHANGED
from kedang.customers.models import Customer, CustomField, Tag
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.demo.clientele import Client, client
from kedang.demo.company import Staff
from kedang.demo.words import chance, words

PREFIX = "DEMO-"


def number_of(generation: int, index: int) -> str:
    """A number is never given out twice: whoever loads again after a removal gets a row of their own."""
    return f"{PREFIX}{f'R{generation}-' if generation > 1 else ''}{index + 1:05d}"


def register_clients(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> list[Customer]:
    """Each by its owner, with the owner's rights."""
    templates, fields = completeness.Templates.load(), _fields()
    tags = dict(Tag.objects.filter(retired_at=None).values_list("name", "pk"))
    made: list[Customer] = []
    for owner, group in _by_owner(indices).items():
        actor = staff.actor(owner, run_id)
        check_right(actor, "create", Customer)
        new = []
        for one in group:
            given = _input(one, generation, staff, tags, fields)
            own = {field.pk: field for field in fields.values()}
            new.append(read_customer(complete(given, actor, templates), own))
        made += register_many(new, actor=actor, run_id=run_id)
    return made


def continue_stories(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """A later stage, a better grade, a new note: what makes a history. By the service, who may edit."""
    numbers = {number_of(generation, index): index for index in indices}
    done = 0
    for kind in (STAGE_CHANGED, CHANGED):
        actor = staff.actor("archivist", run_id)
        rows = Customer.objects.in_use().filter(number__in=numbers).permitted(actor, "edit")
        amendments = [_amendment(row, numbers[row.number], kind is STAGE_CHANGED) for row in rows]
        done += sum(bool(changes) for changes in amend_many(amendments, kind=kind, actor=actor).values())
    return done


def first_stage(one: Client) -> str:
    """Those whose story goes on began as somebody who might buy."""
    return "prospect" if has_story(one.index) and one.stage != "prospect" else one.stage


def has_story(index: int) -> bool:
    return index % 3 == 0


def _by_owner(indices: Sequence[int]) -> dict[str, list[Client]]:
    groups: dict[str, list[Client]] = defaultdict(list)
    for index in indices:
        groups[client(index).owner].append(client(index))
    return groups


def _amendment(row: Customer, index: int, is_stage: bool) -> Amendment:
    one = client(index)
    if is_stage:
        return Amendment(row, {"stage": one.stage})
    typed = {"note": chance("later", index).choice(words("customers")["later"]), "grade": one.grade}
    return Amendment(row, read_fields(row, typed))


def _input(
    one: Client, generation: int, staff: Staff, tags: Mapping[str, int], fields: Mapping[str, CustomField]
) -> CustomerInput:
    owner = staff.people[one.owner]
    return CustomerInput(
        _facts(one),
        contacts=_contacts(one),
        people=[(one.contact, one.contact_title)],
        custom={fields[code].pk: text for code, text in _own(one).items() if code in fields},
        number=number_of(generation, one.index),
        owner_id=owner.pk,
        department_id=owner.department_id,
        helper_ids=[staff.people["service"].pk] if one.index % 5 == 0 and one.owner != "service" else [],
        helper_roles={staff.people["service"].pk: "service" if one.index % 2 else "follow_up"},
        classification=one.classification,
        tag_ids=[tags[name] for name in one.tags if name in tags],
        projects=list(one.projects),
    )


def _facts(one: Client) -> dict[str, str]:
    stage = first_stage(one)
    facts = {
        "kind": "person" if one.is_person else "enterprise",
        "name": one.name,
        "short_name": "" if one.is_person else one.short_name,
        "stage": stage,
        "region": one.place["region"],
        "address": f"{one.place['region']}{one.street}",
        "source": one.source,
        "note": one.note,
        "grade": "" if stage == "prospect" else one.grade,
        "cooperation_start": "" if stage == "prospect" else one.since.isoformat(),
    }
    if one.is_person:
        dice = chance("born", one.index)
        born = f"19{dice.randrange(60, 99)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        return facts | {"gender": ("male", "female")[one.index % 2], "birth_date": born}
    return facts | {"industry": one.trade["industry"], "uscc": one.uscc}


def _contacts(one: Client) -> list[ContactInput]:
    """Some are without landline or e-mail, so that completeness has something to say."""
    points = [ContactInput("mobile", one.mobile, person=one.contact)]
    if one.index % 7 == 3:
        points.append(ContactInput("landline", absent_reason=words("customers")["absent"]))
    elif one.index % 11 != 5:
        points.append(ContactInput("landline", one.landline))
    if one.index % 13 != 4:
        points.append(ContactInput("email", one.email, person=one.contact))
    if one.index % 4 == 1:
        points.append(ContactInput("wechat", f"demo_{one.contact_key}{one.index}", person=one.contact))
    return points


def _own(one: Client) -> dict[str, str]:
    """Custom fields of the record templates, by code."""
    dice, given = chance("own", one.index), words("customers")
    if one.is_person:
        return {"preferences": dice.choice(given["preferences"])}
    found = {"cooperation_needs": one.trade["needs"]}
    return found | ({"financial_situation": dice.choice(given["financial"])} if one.index % 2 else {})


def _fields() -> dict[str, CustomField]:
    codes = ("preferences", "cooperation_needs", "financial_situation")
    return {field.code: field for field in CustomField.objects.filter(code__in=codes, retired_at=None)}
