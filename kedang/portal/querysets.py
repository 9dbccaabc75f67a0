from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now

if TYPE_CHECKING:
    from kedang.portal.models import ChangeRequest, PortalLink  # noqa: F401  # type arguments


class PortalLinkQuerySet(GuardedQuerySet["PortalLink"]):
    def live(self) -> Self:
        """Not withdrawn, not expired; a locked one too, so that it can be told."""
        return self.filter(withdrawn_at=None, expires_at__gt=now(), customer__trashed_at=None)


class ChangeRequestQuerySet(GuardedQuerySet["ChangeRequest"]):
    def waiting(self) -> Self:
        return self.filter(state="waiting", customer__trashed_at=None)
