"""Is it still so? These rules change their answer with time alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kedang.customers.models import Stage, Status
from kedang.quality.rules.model import Dimension, Found, Record, Rule
from kedang.quality.severity import Severity

if TYPE_CHECKING:
    from kedang.quality.settings import Settings


def expires_next(record: Record, kept: Settings) -> date | None:
    """The day after the next contact point runs out."""
    ends = [
        one.valid_until
        for one in record.points
        if one.value and one.valid_until and one.valid_until >= record.today
    ]
    return min(ends) + timedelta(days=1) if ends else None


def _expired(record: Record, kept: Settings) -> Iterable[Found]:
    for one in record.points:
        if one.value and one.valid_until and one.valid_until < record.today:
            yield Found(one.field, {"kind": one.kind, "day": one.valid_until.isoformat()})


def _bounced(record: Record, kept: Settings) -> Iterable[Found]:
    for one in record.points:
        if one.value and one.is_bounced:
            yield Found(one.field, {"kind": one.kind})


def _confirmed(record: Record) -> date:
    """The last day somebody made sure of any contact point; the day of the record when nobody ever did."""
    return max([record.created_on, *(one.verified_on for one in record.points if one.verified_on)])


def _unconfirmed(record: Record, kept: Settings) -> Iterable[Found]:
    days = kept.days("confirm", record.customer.kind)
    since = _confirmed(record)
    if any(one.value for one in record.points) and days and (record.today - since).days > days:
        yield Found("contact", {"day": since.isoformat(), "limit": days})


def _unconfirmed_from(record: Record, kept: Settings) -> date | None:
    return _next(record, _confirmed(record), kept.days("confirm", record.customer.kind))


def _contacted(record: Record) -> date:
    return record.last_contact or record.created_on


def _is_tended(record: Record) -> bool:
    """Nobody has to call who is lost or with whom it has ended."""
    return record.customer.stage != Stage.LOST and record.customer.status == Status.ACTIVE


def _silent(record: Record, kept: Settings) -> Iterable[Found]:
    days = kept.days("contact", record.customer.kind)
    since = _contacted(record)
    if days and _is_tended(record) and (record.today - since).days > days:
        yield Found("", {"day": since.isoformat(), "limit": days, "never": record.last_contact is None})


def _silent_from(record: Record, kept: Settings) -> date | None:
    if not _is_tended(record):
        return None
    return _next(record, _contacted(record), kept.days("contact", record.customer.kind))


def _next(record: Record, since: date, days: int) -> date | None:
    turns = since + timedelta(days=days + 1)
    return turns if days and turns > record.today else None


FRESHNESS = (
    Rule(
        "expired_contact", _("联系方式已过期"), Dimension.FRESHNESS, Severity.MEDIUM,
        _("%(field)s已过有效期（%(day)s）"), _("核实后更新有效期，或换成新的。"), _expired, expires_next,
    ),
    Rule(
        "bounced", _("退信"), Dimension.FRESHNESS, Severity.HIGH,
        _("发到这个%(field)s的邮件被退回"), _("问客户要新的邮箱，或移除它。"), _bounced,
    ),
    Rule(
        "unconfirmed", _("久未核实"), Dimension.FRESHNESS, Severity.LOW,
        _("自%(day)s起没有核实过联系方式，超过%(limit)s天"), _("联系客户时核实一次，点“今天已核实”。"),
        _unconfirmed, _unconfirmed_from,
    ),
    Rule(
        "silent", _("久未联系"), Dimension.FRESHNESS, Severity.LOW,
        _("自%(day)s起没有联系，超过%(limit)s天"), _("联系客户并记录；不再往来的，改为已流失或终止合作。"),
        _silent, _silent_from,
    ),
)  # fmt: skip
