from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.search.models import SavedView  # noqa: F401  # type argument


NO_DEPARTMENT = 0


class SavedViewQuerySet(GuardedQuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those shared with one's department, one above it, or with all."""
        return self.permitted(actor, "view").reaching(*reach_of(actor))

    def reaching(self, person: Any, department: Any, *above: Any) -> Self:
        """What `reach_of` somebody reaches."""
        from kedang.search.models import SavedView

        named = SavedView.departments.through._default_manager.filter(department__pk__in=above)
        shared = Q(department_id=department) | Q(pk__in=named.values("savedview_id"))
        everybody = Q(owner_id=person) | Q(shared_with="all")
        return self.filter(everybody | Q(shared_with="department") & shared)

    def owned_by(self, actor: Actor) -> Self:
        return self.filter(owner_id=actor.id)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("name", "pk")


def reach_of(actor: Actor) -> tuple[int, ...]:
    """The person, the department of theirs, and with it all above: whatever may be shared with them."""
    above = [-one for one in rights_of(actor).near if one < 0]
    return (actor.id, actor.person.department_id or NO_DEPARTMENT, *(above or [NO_DEPARTMENT]))
