from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.search.models import SavedView  # noqa: F401  # type argument


class SavedViewQuerySet(GuardedQuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those shared with one's department, one above it, or with all."""
        from kedang.search.models import SavedView

        shared = Q(shared_with="all")
        if actor.person.department_id:
            shared |= Q(shared_with="department", department_id=actor.person.department_id)
        above = [-one for one in rights_of(actor).near if one < 0]
        if above:
            named = SavedView.departments.through._default_manager.filter(department_id__in=above)
            shared |= Q(shared_with="department", pk__in=named.values("savedview_id"))
        return self.permitted(actor, "view").filter(Q(owner_id=actor.id) | shared)

    def owned_by(self, actor: Actor) -> Self:
        return self.filter(owner_id=actor.id)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("name", "pk")
