"""What customers permit: written down with who said how and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.deciding import decide
from kedang.engagement.events import PERMISSION_SET
from kedang.engagement.models import Channel, Permission
from kedang.ledger.record import record


@action(needs="edit", resource="contact_point")
def set_permission(
    customer: Customer,
    channel: str,
    state: str,
    *,
    means: str,
    point: ContactPoint | None = None,
    actor: Actor,
) -> Permission:
    """For the customer as a whole, or one contact point. Raises Invalid: no such channel, state or means."""
    for name, value, choices in (
        ("channel", channel, Channel.values),
        ("state", state, Permission.State.values),
        ("means", means, Permission.Means.values),
    ):
        if value not in choices:
            raise Invalid(_("请从给出的选项中选择"), field=name, value=value)
    if point is not None and point.customer_id != customer.pk:
        raise Invalid(_("这个联系方式属于另一位客户"), field="point")
    made, changes = decide(customer, point, channel, state, means, actor=actor)
    record(
        PERMISSION_SET, made, actor=actor, customer_id=customer.pk, changes=changes,
        details={"means": means, "point": point.pk if point else None},
    )  # fmt: skip
    return made
