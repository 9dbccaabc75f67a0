"""Every read of findings and sampling checks has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import NOTHING, GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.access.words import Scope
from kedang.core.actor import Actor

if TYPE_CHECKING:
    from kedang.quality.models import Cleanup, Finding, SampleCheck, SampleItem  # noqa: F401  # type arguments


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
        return self.filter(_concerned(actor, verb, ("person", "first", "second")))


class CleanupQuerySet(GuardedQuerySet["Cleanup"]):
    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """One's own; who reads the whole ledger sees that it was done."""
        return self.filter(_concerned(actor, verb, ("person",)))


class SampleItemQuerySet(GuardedQuerySet["SampleItem"]):
    def in_order(self) -> Self:
        return self.order_by("position")


def _concerned(actor: Actor, verb: str, columns: tuple[str, ...]) -> Q:
    """Read by those named and by who reads the whole ledger; done by who started it, while they hold the right."""
    rights = rights_of(actor)
    if rights.is_everything:
        return Q()
    if verb != "view":
        return Q(person=actor.id) if rights.has("score", verb) else NOTHING
    if any(line.scope == Scope.ALL for line in rights.on("ledger", "view")):
        return Q()
    found = NOTHING
    for column in columns:
        found |= Q(**{column: actor.id})
    return found
