"""What a customer permits: read for many at once; whoever said nothing is not sent offers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kedang.core.errors import Refused
from kedang.customers.models import ContactPoint
from kedang.engagement.models import Channel, Permission

UNKNOWN = "unknown"
ALLOWED, REFUSED = Permission.State.ALLOWED.value, Permission.State.REFUSED.value


def states(channel: str, points: Iterable[ContactPoint]) -> dict[int, str]:
    """Contact point id → allowed, refused or unknown. What was said of the point counts before the customer's word,

    but a refusal of the whole customer counts before both.
    """
    points = list(points)
    rows = Permission.objects.filter(channel=channel, customer_id__in={point.customer_id for point in points})
    of_point = {row.point_id: row.state for row in rows if row.point_id}
    of_customer = {row.customer_id: row.state for row in rows if not row.point_id}
    return {
        point.pk: _settled(of_point.get(point.pk), of_customer.get(point.customer_id)) for point in points
    }


def check_not_refused(point: ContactPoint) -> None:
    """For a mail that is no offer (a survey, a portal link): allowed unless it was refused. Raises Refused."""
    if states(Channel.EMAIL, [point])[point.pk] == REFUSED:
        raise Refused(_("客户拒绝接收邮件"), field="point", remedy=_("请用电话或当面的方式联系。"))


def _settled(of_point: str | None, of_customer: str | None) -> str:
    if of_customer == REFUSED:
        return REFUSED
    return of_point or of_customer or UNKNOWN
