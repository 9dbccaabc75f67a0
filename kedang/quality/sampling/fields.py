"""What can be compared: facts, own fields, and the contact points of a kind taken together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kedang.core.actor import Actor
from kedang.core.masking import mask_text, mask_value
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.completeness import labels_of
from kedang.customers.contacts import Opened, open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer, CustomField
from kedang.customers.record_page import Fact, fact_of, may

_CONTACTS = (ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.EMAIL)
_FACTS = ("name", "uscc", "industry", "region", "address", "stage", "grade", "source", "birth_date", "gender")
# Asked when nothing was chosen.
USUAL = ("name", "region", "contact:mobile")


@dataclass(frozen=True)
class Compared:
    """A field as the checker sees it: a fact, or the contact points of a kind."""

    key: str
    label: str
    fact: Fact | None = None
    points: Sequence[Opened] = ()


def offered() -> list[tuple[str, str]]:
    """Key and label. ID numbers and free text are left out: they are compared by who may see them, one by one."""
    facts = [(name, str(ATTRIBUTES[name].label)) for name in _FACTS]
    contacts = [(f"contact:{kind.value}", str(kind.label)) for kind in _CONTACTS]
    own = CustomField.objects.offered().filter(is_sealed=False, is_sensitive=False)
    return [*facts, *contacts, *((one.key, one.title) for one in own)]


def applies(key: str, customer: Customer) -> bool:
    """Whether the field is one of the customer's type."""
    return key not in ATTRIBUTES or customer.kind in ATTRIBUTES[key].kinds


def compared(customer: Customer, keys: Iterable[str]) -> list[Compared]:
    wanted = [key for key in keys if applies(key, customer)]
    labels = labels_of(wanted)
    points = _points(customer)
    return [
        Compared(
            key,
            labels.get(key, key),
            fact=None if key.startswith("contact:") else fact_of(customer, key),
            points=[one for one in points if f"contact:{one.point.kind}" == key],
        )
        for key in wanted
    ]


def shown_right(key: str, text: str, customer: Customer, actor: Actor) -> str:
    """A right value as `actor` may see it."""
    if not text or may(actor, customer)["unmask"]:
        return text
    if key.startswith("contact:"):
        return mask_value(key.removeprefix("contact:"), text)
    attribute = ATTRIBUTES.get(key)
    return mask_text(text) if attribute is not None and attribute.mask else text


def _points(customer: Customer) -> list[Opened]:
    return open_points(ContactPoint.objects.in_use().filter(customer=customer).order_by("pk"))
