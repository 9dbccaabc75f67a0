"""Every read of findings and sampling checks has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.quality.models import Finding, SampleCheck, SampleItem  # noqa: F401  # type arguments


class FindingQuerySet(GuardedQuerySet["Finding"]):
    def open(self) -> Self:
        return self.filter(state="open", customer__trashed_at=None)

    def ignored(self) -> Self:
        return self.filter(state="ignored", customer__trashed_at=None)

    def with_customer(self) -> Self:
        """The gravest first, the newest among equals."""
        return self.select_related("customer", "customer__owner", "customer__department").order_by(
            "-severity", "-id"
        )

    def after(self, severity: int, pk: int) -> Self:
        return self.filter(Q(severity__lt=severity) | Q(severity=severity, pk__lt=pk))


class SampleCheckQuerySet(GuardedQuerySet["SampleCheck"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """One's own: who started it and who checks; who reads the whole ledger sees that it was done, and its report."""
        rights = rights_of(actor)
        if rights.is_everything:
            return self
        own = Q(person=actor.id)
        if verb != "view":
            return self.filter(own) if rights.has("score", verb) else self.none()
        if any(not line.departments for line in rights.on("ledger", "view")):
            return self
        return self.filter(own | Q(first=actor.id) | Q(second=actor.id))


class SampleItemQuerySet(GuardedQuerySet["SampleItem"]):
    def in_order(self) -> Self:
        return self.order_by("position")
