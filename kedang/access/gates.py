"""Gates: what an action must pass before it may run, asked in the order of `settings.GATES`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import DomainError, StepUpNeeded

if TYPE_CHECKING:
    from kedang.access.door import Attempt

# How long a shown second factor counts for acts that demand one.
FRESH = timedelta(minutes=15)
UNATTENDED = {"job", "command"}


class Allow:
    """Go on to the next gate."""


@dataclass(frozen=True)
class Refuse:
    """Stop here, for this reason."""

    error: DomainError


class Defer:
    """Not now: keep the action and its arguments until someone decides."""


Answer = Allow | Refuse | Defer
Gate = Callable[["Attempt"], Answer]


@cache
def gates() -> tuple[tuple[str, Gate], ...]:
    """The gates in order. A name that cannot be imported stops start-up (see `AccessConfig.ready`)."""
    try:
        return tuple((name, import_string(name)) for name in settings.GATES)
    except ImportError as error:
        raise ImproperlyConfigured(f"GATES: {error}") from error


def second_factor(attempt: Attempt) -> Answer:
    """Some acts ask for the second factor shown in the last 15 minutes of this session."""
    if not attempt.spec.second_factor or attempt.actor.channel in UNATTENDED or is_fresh(attempt.actor):
        return Allow()
    return Refuse(StepUpNeeded(_("这一步需要再次验证第二因素"), field="second_factor"))


def is_fresh(actor: Actor) -> bool:
    shown = actor.second_factor_at
    return shown is not None and now() - shown <= FRESH


def reason(attempt: Attempt) -> Answer:
    """Some acts ask why; the answer goes to the ledger."""
    if not attempt.spec.reason or attempt.actor.reason:
        return Allow()
    return Refuse(StepUpNeeded(_("请写明原因"), field="reason", remedy=_("原因会记入台账。")))
