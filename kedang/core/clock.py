"""What time it is. Everything asks here, so that tests can stop the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The date on the office's wall (settings.TIME_ZONE)."""
    return timezone.localtime(now()).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
