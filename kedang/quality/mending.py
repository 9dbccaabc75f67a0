"""How a field that is wrong is mended in place: with the customers' own inline edit and forms."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import Actor
from kedang.customers.attributes import ATTRIBUTES, facts_of
from kedang.customers.models import Customer
from kedang.customers.record_page import contacts_context, fact_of, may
from kedang.quality.models import Finding


def context_of(finding: Finding, actor: Actor) -> dict[str, Any]:
    """What the right side of the worklist needs to mend the finding's field."""
    customer, key = finding.customer, finding.field
    context: dict[str, Any] = {"customer": customer, "may": may(actor, customer), "mend": ""}
    if key == "contact" or key.startswith("contact:"):
        kind = key.removeprefix("contact:") if key.startswith("contact:") else ""
        missing = kind if kind and not kind.isdigit() else ""
        return context | contacts_context(customer) | {"mend": "contacts", "missing_kind": missing}
    if key == "owner":
        return context | {"mend": "owner"}
    if _is_fact(customer, key):
        return context | {"mend": "fact", "facts": [fact_of(customer, one) for one in _together(finding)]}
    return context


def _is_fact(customer: Customer, key: str) -> bool:
    if key.startswith("custom:"):
        return True
    attribute = ATTRIBUTES.get(key)
    return attribute is not None and attribute.is_fact


def _together(finding: Finding) -> list[str]:
    """The field, and the other one it contradicts."""
    others = {
        "region_address": ["address"],
        "address_only": ["address"],
        "region_uscc": ["uscc"],
        "against_id": ["id_number"],
    }.get(finding.rule, [])
    known = {one.name for one in facts_of(finding.customer.kind)}
    return [finding.field, *(key for key in others if key in known)]
