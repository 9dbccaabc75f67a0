"""Every read of customers has a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now
from kedang.core.preset_names import beginning
from kedang.core.text import match_key

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.customers.models import (  # noqa: F401  # type arguments
        ContactPerson,
        ContactPoint,
        Customer,
        CustomField,
        Dimension,
        Project,
        RecordTemplate,
        Relation,
        RelationSuggestion,
        Tag,
    )

TRASH_DAYS = 30


class CustomerQuerySet(GuardedQuerySet["Customer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those in use; what lies in the trash is reached by `in_trash` only."""
        return self.in_use().permitted(actor, "view")

    def in_use(self) -> Self:
        return self.filter(trashed_at=None)

    def in_trash(self) -> Self:
        """Still to be brought back; older ones wait for disposal. Merged ones come back by undoing the merge."""
        return self.filter(trashed_at__gt=now() - timedelta(days=TRASH_DAYS), merged_into=None)

    def named(self, match_keys: Iterable[str]) -> Self:
        """With a name equal but for spelling (`core.text.match_key`)."""
        return self.filter(match_key__in=list(match_keys))

    def for_lists(self) -> Self:
        """With what a row shows, and without what is sealed."""
        return self.unsealed().select_related("owner", "department")

    def unsealed(self) -> Self:
        """Alone: on a page of rows a few owners and departments come again and again."""
        return self.defer("id_number", "address", "note")


class ContactPointQuerySet(GuardedQuerySet["ContactPoint"]):
    def in_use(self) -> Self:
        return self.filter(removed_at=None)

    def with_tokens(self, tokens: Iterable[bytes]) -> Self:
        return self.in_use().filter(token__in=list(tokens))


class ContactPersonQuerySet(GuardedQuerySet["ContactPerson"]):
    def in_use(self) -> Self:
        return self.filter(removed_at=None)


class ProjectQuerySet(GuardedQuerySet["Project"]):
    def in_use(self) -> Self:
        """Newest first."""
        return self.filter(trashed_at=None).order_by("-starts_on", "-id")


class RelationQuerySet(GuardedQuerySet["Relation"]):
    """Seen by who sees both ends."""

    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        from kedang.customers.models import Customer

        ends = Customer.objects.in_use().permitted(actor, verb).values("pk")
        return self.filter(customer__in=ends, other__in=ends)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class RelationSuggestionQuerySet(GuardedQuerySet["RelationSuggestion"]):
    """Seen by who sees both ends."""

    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        from kedang.customers.models import Customer

        ends = Customer.objects.in_use().permitted(actor, verb).values("pk")
        return self.filter(parent__in=ends, branch__in=ends)

    def open(self) -> Self:
        return self.filter(dismissed_at=None)


class TagQuerySet(GuardedQuerySet["Tag"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)

    def called(self, typed: str) -> Self:
        """Offered ones that hold what was typed; shipped ones in English too."""
        return self.offered().filter(Q(match_key__contains=match_key(typed)) | Q(name__in=beginning(typed)))


class DimensionQuerySet(GuardedQuerySet["Dimension"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)


class CustomFieldQuerySet(GuardedQuerySet["CustomField"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)


class RecordTemplateQuerySet(GuardedQuerySet["RecordTemplate"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)
