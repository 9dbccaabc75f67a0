"""How often one address may try the public pages, counted in the database for all processes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.middleware import address_of
from kedang.core.clock import now
from kedang.core.errors import DomainError
from kedang.engagement.models import Knock

WINDOW = 600  # seconds
VISITS = 120
MISSES = 20


class TooMany(DomainError):
    status = 429


def knock(request: HttpRequest, *, missed: bool = False) -> None:
    """Count a visit, or a token that opens nothing. Raises TooMany: this address tried too often in ten minutes."""
    address = address_of(request)
    too_many = _count(f"visit:{address}") > VISITS or _seen(f"miss:{address}") >= MISSES
    if missed and not too_many:
        _count(f"miss:{address}")
    if too_many:
        raise TooMany(_("尝试次数过多"), remedy=_("请过十分钟再试。"))


def forget_old() -> int:
    return Knock.objects.filter(window__lt=_window() - 1).delete()[0]


def _count(what: str) -> int:
    row = {"digest": _digest(what), "window": _window()}
    with transaction.atomic():
        Knock.objects.bulk_create([Knock(**row)], ignore_conflicts=True)
        Knock.objects.filter(**row).update(count=F("count") + 1)
    return _seen(what)


def _seen(what: str) -> int:
    found = Knock.objects.filter(digest=_digest(what), window=_window()).values_list("count", flat=True)
    return found.first() or 0


def _digest(what: str) -> bytes:
    return vault.mac("lookup", f"knock:{what}".encode())


def _window() -> int:
    return int(now().timestamp()) // WINDOW
