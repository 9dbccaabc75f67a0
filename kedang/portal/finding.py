"""Finding by what a visitor holds: the link's token, the session's cookie. They are the proof; there is no person."""

from __future__ import annotations

from kedang.core.clock import now
from kedang.engagement.linking import digest_of
from kedang.portal.models import ChangeRequest, PortalLink, PortalSession


def link_by(token: str) -> PortalLink | None:
    """A live or locked one."""
    rows = PortalLink.objects.live().select_related(
        "customer__department", "customer__owner", "point__contact_person", "made_by"
    )
    return rows.filter(digest=digest_of(token)).first()


def session_of(link: PortalLink, cookie: str) -> PortalSession | None:
    """Only the session this link opened."""
    if not cookie or link.state != "live":
        return None
    rows = PortalSession.objects.filter(link=link, digest=digest_of(cookie), expires_at__gt=now())
    return rows.first()


def requests_of(link: PortalLink, limit: int = 30) -> list[ChangeRequest]:
    """What was asked for through this link, newest first."""
    return list(ChangeRequest.objects.filter(link=link).order_by("-pk")[:limit])
