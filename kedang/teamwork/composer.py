"""What teamwork adds to the customer's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import can
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Refused
from kedang.customers.models import Customer
from kedang.teamwork.models import Follow, Pool


def team_context(customer: Customer, actor: Actor) -> dict[str, Any]:
    may_see = can(actor, "view", customer, resource="comment")
    may_comment = may_see and rights_of(actor).has("comment", "create")
    is_first = not may_comment or not any(
        can(actor, "create", customer, resource=resource) for resource in ("dealing", "task")
    )
    tab = {
        "name": "comment",
        "label": _("评论"),
        "icon": "comment",
        "template": "teamwork/compose_comment.html",
        "is_first": is_first,
    }
    return {"view": may_see, "comment": may_comment, "tabs": [tab] if may_comment else []} | {
        "follow": Follow.objects.visible_to(actor).filter(customer=customer).first(),
        "release": may_release(customer, actor) and Pool.objects.open().exists(),
    }


def may_release(customer: Customer, actor: Actor, *, raising: bool = False) -> bool:
    """Its owner, or whoever may assign it."""
    may = customer.owner_id is not None and (
        (customer.owner_id == actor.id and can(actor, "claim", customer)) or can(actor, "assign", customer)
    )
    if raising and not may:
        raise Refused(_("只有负责人或部门主管可以放回公海"))
    return may
