"""What search knows of a customer: three parts, each rewritten alone when it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from kedang.core import industries, regions
from kedang.customers import contacts, custom
from kedang.customers.models import Customer
from kedang.customers.record import custom_fields, load_states
from kedang.search import index

KIND = "customer"
FACTS, CONTACTS, CUSTOM = "facts", "contacts", "custom"


@dataclass(slots=True)
class Texts:
    """The searchable text of one customer that is not in its columns; None: that part did not change."""

    address: str = ""
    note: str = ""
    contacts: Sequence[str] | None = None
    people: Sequence[str] = field(default=())
    custom: Sequence[str] | None = None
    # Numbers and names of the records that became a part of this one.
    former: Sequence[str] = field(default=())


def entries_of(customer: Customer, texts: Texts, *, facts: bool = True) -> Iterable[index.Entry]:
    if facts:
        yield _entry(customer, FACTS, _facts(customer, texts))
    if texts.contacts is not None:
        yield _entry(customer, CONTACTS, _contacts(texts))
    if texts.custom is not None:
        yield _entry(customer, CUSTOM, {"custom": "\n".join(texts.custom)} if texts.custom else {})


def reindex(customers: Sequence[Customer], parts: Collection[str] = (FACTS, CONTACTS, CUSTOM)) -> None:
    """Rewrite `parts` of what search knows from what is stored now."""
    if not customers:
        return
    wanted = {"facts": FACTS in parts, "contacts": CONTACTS in parts, "custom": CUSTOM in parts}
    states = load_states(customers, {name for name, is_wanted in wanted.items() if is_wanted})
    labels = _custom_words(states) if CUSTOM in parts else {}
    former = _former(list(states)) if FACTS in parts else {}
    entries: list[index.Entry] = []
    for customer in customers:
        state = states[customer.pk]
        texts = Texts(
            address=state.get("address") or "",
            note=state.get("note") or "",
            former=former.get(customer.pk, ()),
        )
        if CONTACTS in parts:
            points = [value for key, value in state.items() if key.startswith("contact:") and value]
            texts.contacts = [text for point in points for text in point_texts(point)]
            texts.people = [
                value["name"] for key, value in state.items() if key.startswith("person:") and value
            ]
        if CUSTOM in parts:
            texts.custom = labels[customer.pk]
        entries += entries_of(customer, texts, facts=FACTS in parts)
    index.write(entries)


def point_texts(point: dict[str, str]) -> list[str]:
    """A number is looked for as it is dialled and as it is written."""
    value = point["value"]
    dialled = "".join(c for c in value if c.isdigit()) if point["kind"] in contacts.PHONES else ""
    return [text for text in dict.fromkeys((value, dialled, point["raw"])) if text]


def _former(ids: Sequence[int]) -> dict[int, list[str]]:
    """What the records merged into these were called, also through several merges."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    heads = {pk: pk for pk in ids}
    while heads:
        rows = Customer.objects.filter(merged_into__in=list(heads)).order_by("pk")
        below: dict[int, int] = {}
        for pk, above, number, name in rows.values_list("pk", "merged_into_id", "number", "name"):
            below[pk] = heads[above]
            found[heads[above]] += [number, name]
        heads = below
    return found


def _custom_words(states: dict[int, dict[str, object]]) -> dict[int, list[str]]:
    keys = {key for state in states.values() for key in state}
    fields = custom_fields(keys)
    return {
        pk: [
            custom.show(fields[key], value)
            for key, value in state.items()
            if key in fields and value is not None
        ]
        for pk, state in states.items()
    }


def _entry(customer: Customer, part: str, texts: dict[str, str]) -> index.Entry:
    return index.Entry(
        kind=KIND,
        subject_id=customer.pk,
        customer_id=customer.pk,
        part=part,
        texts=texts,
        owner=customer.key_owner,
        purpose="profile",
    )


def _facts(customer: Customer, texts: Texts) -> dict[str, str]:
    found = {
        "name": customer.name,
        "short_name": customer.short_name,
        "number": "\n".join((customer.number, *texts.former)),
        "external_id": customer.external_id,
        "uscc": customer.uscc,
        "industry": industries.full_name(customer.industry) if customer.industry else "",
        "region": regions.full_name(customer.region) if customer.region else "",
        "address": texts.address,
        "note": texts.note,
    }
    return {name: text for name, text in found.items() if text}


def _contacts(texts: Texts) -> dict[str, str]:
    people = [person for person in texts.people if person]
    found = {"contacts": "\n".join(texts.contacts or ()), "people": "\n".join(people)}
    return {name: text for name, text in found.items() if text}
