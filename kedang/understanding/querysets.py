"""Every read of suggestions has a name; they are as visible as their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.words import Clearance

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.understanding.models import Suggestion  # noqa: F401  # type arguments


class SuggestionQuerySet(GuardedQuerySet["Suggestion"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(document__customer__trashed_at=None).permitted(actor, "view")

    def open(self) -> Self:
        """Something is suggested for a document that is not in the trash."""
        return self.filter(state="open", document__trashed_at=None, document__customer__trashed_at=None)

    def with_places(self) -> Self:
        """Newest first."""
        near = ("document__customer", "document__folder", "document__type", "document__project", "type")
        return self.select_related(*near).order_by("-pk")

    def below_the_top(self) -> Self:
        """Those that may be shown without a sitting (B9)."""
        top = Q(document__classification__gte=Clearance.CORE) | Q(
            document__customer__classification__gte=Clearance.CORE
        )
        return self.exclude(top)
