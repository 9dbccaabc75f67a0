"""What there is on the drive. A place is where a path leads; only folders, documents and scratch have rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.drive.models import Scratch
from kedang.filing.models import Folder
from kedang.filing.paths import join, path_key
from kedang.people.models import Department

Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """`path`: the names from the top of the drive, as they are shown."""

    path: Path

    is_collection = True

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def subject(self) -> str:
        """Whose dead properties and locks these are; "" for what has no row."""
        return ""

    @property
    def etag(self) -> str:
        return ""

    @property
    def changed_at(self) -> datetime | None:
        return None

    @property
    def created_at(self) -> datetime | None:
        return None


@dataclass(frozen=True, kw_only=True)
class Shelf(Place):
    """A collection of customers or of further shelves: the top, 我的客户, a department, a stretch of many."""

    kind: str
    department: Department | None = None
    stretch: tuple[int, int] | None = None  # ids of customers, both included


@dataclass(frozen=True, kw_only=True)
class Inside(Place):
    """A place of one customer. `below`: the names below the customer's folder."""

    customer: Customer
    below: Path = ()

    @property
    def spot(self) -> str:
        """The same however the path led here: what locks and scratch files lie at."""
        return spot_of(self.customer, self.below)


@dataclass(frozen=True, kw_only=True)
class FolderPlace(Inside):
    """A customer (`below` empty) or a folder of it; `folder` None: the customer, or a standard folder not in use yet."""

    folder: Folder | None = None

    @property
    def is_customer(self) -> bool:
        return not self.below

    @property
    def folder_path(self) -> str:
        return self.folder.path if self.folder else join(self.below)

    @property
    def subject(self) -> str:
        return f"folder:{self.folder.pk}" if self.folder else ""

    @property
    def changed_at(self) -> datetime | None:
        return self.folder.updated_at if self.folder else self.customer.updated_at

    @property
    def created_at(self) -> datetime | None:
        return self.folder.created_at if self.folder else self.customer.created_at


@dataclass(frozen=True, kw_only=True)
class DocumentPlace(Inside):
    document: Document
    is_collection = False

    @property
    def subject(self) -> str:
        return f"document:{self.document.pk}"

    @property
    def etag(self) -> str:
        return f'"d{self.document.pk}-{self.document.version_number}"'

    @property
    def changed_at(self) -> datetime | None:
        return self.document.updated_at

    @property
    def created_at(self) -> datetime | None:
        return self.document.created_at


@dataclass(frozen=True, kw_only=True)
class ScratchPlace(Place):
    scratch: Scratch
    customer: Customer | None = None
    below: Path = ()
    spot: str = ""

    @property
    def is_collection(self) -> bool:  # type: ignore[override]  # decided by the row
        return self.scratch.is_folder

    @property
    def subject(self) -> str:
        return self.scratch.subject

    @property
    def etag(self) -> str:
        return f'"s{self.scratch.pk}-{self.scratch.revision}"'

    @property
    def changed_at(self) -> datetime | None:
        return self.scratch.changed_at

    @property
    def created_at(self) -> datetime | None:
        return self.scratch.created_at


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Where a path leads to nothing yet; `parent` is the collection it would lie in, None if that lacks too.

    `hidden`: the document of this name that the person set aside while saving; `former`: the one just deleted.
    """

    path: Path
    parent: Place | None
    hidden: Document | None = None
    former: Document | None = None
    spots: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


Found = Place | Nothing


def spot_of(customer: Customer | None, below: Path) -> str:
    """`17:合同/年度合同.pdf`; `:` before what lies outside of customers."""
    return f"{customer.pk if customer else ''}:{path_key(join(below))}"
