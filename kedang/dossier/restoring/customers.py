"""The record itself: registered anew from the dossier, or filled into an empty one that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers import custom
from kedang.customers.actions.register import complete
from kedang.customers.actions.trash import take_out_of_trash
from kedang.customers.attributes import ATTRIBUTES, SEALED, as_column
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.custom import CustomRow, read_value
from kedang.customers.models import (
    Customer,
    CustomField,
    CustomValue,
    DimensionValue,
    FieldType,
    RecordTemplate,
    Tag,
)
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.documents.tagging import tags_named
from kedang.dossier.events import RESTORED
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.bags import Json
from kedang.dossier.restoring.decoding import People

# Set by verbs of their own, so that registering does not take them.
_LATER = ("status", "end_reason", "cooperation_end")


def input_of(data: Json, people: People, actor: Actor) -> CustomerInput:
    """What a registration takes; nothing masked, nobody who is not here."""
    told, in_clear = data["customer"], bool(data["exported"]["in_clear"])
    hidden = {name for name, one in ATTRIBUTES.items() if one.mask or one.restricted}
    facts = {name: told.get(name) for name in ATTRIBUTES if in_clear or name not in hidden}
    owner = people.find(told["owner"])
    helpers = [person.pk for one in told["helpers"] if (person := people.find(one))]
    level = int(told["classification"])
    if level not in Clearance.values:
        raise Invalid(_("没有这个密级。"), field="classification", value=str(level))
    template = RecordTemplate.objects.filter(name=str(told.get("template") or "")[:60]).first()
    return CustomerInput(
        facts,
        number=str(told["number"])[:80],
        owner_id=owner.pk if owner and owner.is_active else actor.id,
        helper_ids=helpers,
        classification=level,
        template_id=template.pk if template else None,
        class_ids=_classes(told["classes"]),
    )


def make_customer(bag_import: BagImport, data: Json, actor: Actor) -> tuple[Customer, Json]:
    """In the chunk's transaction. The customer, and what only its origin can say."""
    people = People(actor.person)
    given = input_of(data, people, actor)
    rights = rights_of(actor)
    if given.classification > rights.clearance:
        raise Invalid(_("这份档案的密级高于您的涉密等级"), field="classification")
    given = replace(given, tag_ids=tags_here(data["customer"]["tags"], actor))
    if bag_import.target == BagImport.Target.INTO:
        customer = _fill(bag_import, given, actor)
    else:
        if bag_import.target == BagImport.Target.RENUMBERED:
            given = replace(given, number="")
        new = read_customer(complete(given, actor), {})
        customer = register_many([new], actor=actor, run_id=actor.run_id)[0]
    told = data["customer"]
    # writing: in the run's chunk; registering always begins as an active customer
    later = {name: as_column(ATTRIBUTES[name], told.get(name) or ATTRIBUTES[name].empty) for name in _LATER}
    Customer.objects.filter(pk=customer.pk).update(**later)
    write_own_fields(customer, data, people, is_file=False)
    origin: Json = {"created_at": told["created_at"]}
    if told["owner"] and people.find(told["owner"]) is None:
        origin["owner"] = told["owner"]
    helpers = told["helpers"]
    if any(people.find(one) is None for one in helpers):
        origin["helpers"] = helpers
    if told["department"] != (customer.department.name if customer.department else None):
        origin["department"] = told["department"]
    return customer, origin


def write_own_fields(
    customer: Customer, data: Json, people: People, *, is_file: bool, ids: dict[int, int] | None = None
) -> None:
    """Values of the fields this house has under the same code; files wait until the documents are there."""
    told = {one["code"]: one for one in data["own_fields"]}
    in_clear = bool(data["exported"]["in_clear"])
    rows: list[tuple[int, CustomRow]] = []
    there = CustomField.objects.filter(code__in=list(told), retired_at=None)
    for field in there.exclude(pk__in=CustomValue.objects.filter(customer=customer).values("field")):
        one = told[field.code]
        if one["type"] != field.type or (field.is_sealed and not in_clear):
            continue
        if (field.type == FieldType.FILE) is is_file and (value := _own_value(field, one, people, ids)):
            rows.append((customer.pk, CustomRow(field, value)))
    custom.store(rows)


def tags_here(names: list[str], actor: Actor) -> list[int]:
    """Those there are, and new ones where the importer may make them."""
    if not rights_of(actor).has("tag", "create"):
        names = list(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    return tags_named([str(one) for one in names], actor=actor) if names else []


def _own_value(field: CustomField, one: Json, people: People, ids: dict[int, int] | None) -> Any:
    value = one["value"]
    if field.type == FieldType.PERSON:
        person = people.find(value)
        return person.pk if person else None
    if field.type == FieldType.FILE:
        return (ids or {}).get(value)
    try:
        return read_value(field, value)
    except Invalid:  # an option that this house does not have
        return None


def _classes(told: list[Json]) -> list[int]:
    wanted = {(one["dimension"], one["value"]) for one in told}
    rows = DimensionValue.objects.filter(name__in=[value for _code, value in wanted], retired_at=None)
    found = rows.values_list("pk", "dimension__code", "name")
    return [pk for pk, code, name in found if (code, name) in wanted]


def _fill(bag_import: BagImport, given: CustomerInput, actor: Actor) -> Customer:
    """Raises Conflict: something came into the record since it was chosen."""
    from kedang.dossier.restoring.preview import is_empty

    customer = Customer.objects.select_for_update().get(pk=bag_import.customer_id or 0)
    if not is_empty(customer):
        raise Conflict(_("“%(name)s”已经有内容，不能再恢复到它") % {"name": customer.name})
    if customer.is_trashed:
        take_out_of_trash([customer])
    new = read_customer(given, {})
    facts = {name: new.values[name] for name in ATTRIBUTES if name not in _LATER}
    if not new.values["id_number"]:
        facts = {name: value for name, value in facts.items() if value or name not in SEALED}
    links: Json = {"tags": given.tag_ids, "classes": given.class_ids, "helpers": given.helper_ids}
    links["classification"] = max(int(given.classification), customer.classification)
    amend_many([Amendment(customer, facts | links)], kind=RESTORED, actor=actor)
    customer.refresh_from_db()
    return customer
