from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.notify.models import Notice  # noqa: F401  # type argument


class NoticeQuerySet(models.QuerySet["Notice"]):
    """A notice is its person's alone."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(person_id=actor.id)

    def unread(self) -> Self:
        return self.filter(read_at=None)
