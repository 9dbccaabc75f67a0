"""What a person decides about a finding, other than mending the field."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.ledger.record import record
from kedang.quality.assessing import assess
from kedang.quality.events import IGNORED, TAKEN_UP
from kedang.quality.models import Finding

AAD = b"finding"
_LONGEST = 200
State = Finding.State


@action(needs="edit", resource="contact_point")
def ignore_finding(finding: Finding, reason: str, *, until: date | None = None, actor: Actor) -> None:
    """It is right as it is, or may wait until a day. Raises Invalid; Conflict: solved or ignored already."""
    reason = tidy(reason)
    if not reason:
        raise Invalid(_("请写明为什么忽略"), field="reason")
    if len(reason) > _LONGEST:
        raise Invalid(_("原因太长：最多 %(limit)d 个字") % {"limit": _LONGEST}, field="reason")
    if until is not None and until <= today():
        raise Invalid(_("忽略至的日期应在今天之后"), field="until", value=until.isoformat())
    why = vault.seal(f"customer:{finding.customer_id}", "profile", reason.encode(), aad=AAD)
    _move(
        finding, State.OPEN, state=State.IGNORED, ignored_by=actor.person, ignored_at=now(),
        ignored_until=until, ignored_why=why,
    )  # fmt: skip
    details = {"rule": finding.rule, "field": finding.field, "until": until.isoformat() if until else ""}
    record(IGNORED, finding, actor=actor, customer_id=finding.customer_id, details=details, reason=reason)


@action(needs="edit", resource="contact_point")
def take_up_finding(finding: Finding, *, actor: Actor) -> None:
    """It counts again. Raises Conflict: it is not ignored."""
    _move(
        finding, State.IGNORED, state=State.OPEN, ignored_by=None, ignored_at=None, ignored_until=None,
        ignored_why=None,
    )  # fmt: skip
    details = {"rule": finding.rule, "field": finding.field}
    record(TAKEN_UP, finding, actor=actor, customer_id=finding.customer_id, details=details)


def _move(finding: Finding, before: str, **columns: object) -> None:
    # Conditional update, not a lock: two who decide at once decide once.
    moved = Finding.objects.filter(pk=finding.pk, state=before).update(**columns, updated_at=now())
    if not moved:
        raise Conflict(_("这个问题刚刚有变化"), remedy=_("请刷新后再看。"))
    assess([finding.customer_id])
