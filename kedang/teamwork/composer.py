"""What teamwork adds to the customer's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import can_each
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Refused
from kedang.core.prepared import Prepared
from kedang.customers.models import Customer
from kedang.teamwork.models import Follow, Pool

_RELEASE: dict[str, tuple[str, str | None]] = {"claim": ("claim", None), "assign": ("assign", None)}
_ASKED = _RELEASE | {"see": ("view", "comment"), "record": ("create", "dealing"), "plan": ("create", "task")}
_ASKED |= {"file": ("create", "document")}
_POOLS = Prepared(lambda: Pool.objects.open().values_list("pk")[:1])
_MINE = Prepared(lambda person, customer: Follow.objects.filter(person=person, customer=customer))


def team_context(customer: Customer, actor: Actor) -> dict[str, Any]:
    """`customer` was found for `actor`."""
    may = can_each(actor, customer, _ASKED, is_seen=True)
    may_comment = may["see"] and rights_of(actor).has("comment", "create")
    is_first = not may_comment or not (may["record"] or may["plan"])
    tab = {
        "name": "comment",
        "label": _("评论"),
        "icon": "comment",
        "template": "teamwork/compose_comment.html",
        "is_first": is_first,
    }
    return {"view": may["see"], "comment": may_comment, "tabs": [tab] if may_comment else []} | {
        "may_attach": may["file"],
        "is_first": is_first,
        # One's own, of a customer one sees: what `Follow.objects.visible_to` asks.
        "follow": next(iter(_MINE(actor.id, customer.pk)), None),
        "release": _is_released_by(customer, actor, may) and bool(_POOLS()),
    }


def may_release(customer: Customer, actor: Actor, *, raising: bool = False) -> bool:
    """Its owner, or whoever may assign it."""
    is_allowed = _is_released_by(customer, actor, can_each(actor, customer, _RELEASE))
    if raising and not is_allowed:
        raise Refused(_("只有负责人或部门主管可以放回公海"))
    return is_allowed


def _is_released_by(customer: Customer, actor: Actor, may: dict[str, bool]) -> bool:
    return customer.owner_id is not None and (
        (customer.owner_id == actor.id and may["claim"]) or may["assign"]
    )
