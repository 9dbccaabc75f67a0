from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kedang.access.querysets import GuardedQuerySet
from kedang.filing.paths import path_key

if TYPE_CHECKING:
    from kedang.core.actor import Actor
    from kedang.filing.models import DocumentType, Folder, FolderTemplate  # noqa: F401  # type arguments


class FolderQuerySet(GuardedQuerySet["Folder"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those in use, of customers in use."""
        return self.available().filter(customer__trashed_at=None).permitted(actor, "view")

    def available(self) -> Self:
        """Not in the trash."""
        return self.filter(trashed_at=None)

    def at(self, path: str) -> Self:
        return self.filter(path_key=path_key(path))

    def below(self, folder: Folder) -> Self:
        """All that lies in `folder`, at any depth."""
        rows = self.filter(customer=folder.customer_id, trashed_at=folder.trashed_at)
        return rows.filter(path_key__startswith=f"{folder.path_key}/")


class FolderTemplateQuerySet(GuardedQuerySet["FolderTemplate"]):
    def in_force(self) -> Self:
        return self.filter(retired_at=None)

    def general(self) -> Self:
        """For every customer."""
        return self.filter(kind="", stage="", industry="", region="")


class DocumentTypeQuerySet(GuardedQuerySet["DocumentType"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)

    def with_own_rule(self) -> Self:
        return self.exclude(naming_rule="")
