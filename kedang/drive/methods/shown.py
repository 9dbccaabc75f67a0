"""The properties of places, as PROPFIND tells them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from django.conf import settings

from kedang.core.clock import now
from kedang.drive import properties
from kedang.drive.elements import DAV, element, href, text
from kedang.drive.locking import Locks, customer_id_of, document_id_of, spot_of
from kedang.drive.models import Lock
from kedang.drive.properties import Properties
from kedang.drive.tree.places import DocumentPlace, Place, ScratchPlace

_ENTRIES = "".join(
    f"<D:lockentry><D:lockscope><D:{scope}/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"
    for scope in ("exclusive", "shared")
)


class Shown:
    """The properties of some places of one listing: rows are read for all of them together."""

    def __init__(self, places: Sequence[Place], locks: Locks | None = None) -> None:
        self._dead = properties.of_places(places)
        self._locks = locks or (Locks(customer_id_of(places[0])) if places else None)

    def all(self, place: Place) -> list[str]:
        live = [value for tag in _LIVE if (value := self._live(place, tag)) is not None]
        return live + list(self._dead_of(place).values())

    def names(self, place: Place) -> list[str]:
        live = [tag for tag in _LIVE if self._live(place, tag) is not None]
        return [element(tag) for tag in (*live, *self._dead_of(place))]

    def asked(self, place: Place, tags: Sequence[str]) -> tuple[list[str], list[str]]:
        """What is there, and what is not."""
        there, lacking = [], []
        for tag in tags:
            value = self._live(place, tag) or self._quota(place, tag) or self._dead_of(place).get(tag)
            if value is None:
                lacking.append(element(tag))
            else:
                there.append(value)
        return there, lacking

    def _dead_of(self, place: Place) -> Properties:
        return self._dead.get(place.subject, {})

    def _live(self, place: Place, tag: str) -> str | None:
        if tag == f"{DAV}lockdiscovery":
            return element(tag, self._discovery(place))
        find = _LIVE.get(tag)
        return find(place) if find else None

    def _discovery(self, place: Place) -> str:
        if self._locks is None:
            return ""
        return "".join(active(row) for row in self._locks.at(spot_of(place), document_id_of(place)))

    def _quota(self, place: Place, tag: str) -> str | None:
        """Told only when asked for by name (RFC 4331)."""
        if not place.is_collection or tag not in QUOTA:
            return None
        disk = shutil.disk_usage(settings.BLOBS if settings.BLOBS.exists() else settings.DATA)
        return text(tag, str(disk.free if tag == QUOTA[0] else disk.used))


QUOTA = (f"{DAV}quota-available-bytes", f"{DAV}quota-used-bytes")


def active(lock: Lock) -> str:
    """A lock as `lockdiscovery` and the answer to LOCK tell it."""
    left = max(int((lock.expires_at - now()).total_seconds()), 1)
    scope = "exclusive" if lock.is_exclusive else "shared"
    return (
        f"<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:{scope}/></D:lockscope>"
        f"<D:depth>{'infinity' if lock.is_deep else '0'}</D:depth>{lock.owner}"
        f"<D:timeout>Second-{left}</D:timeout>"
        f"<D:locktoken><D:href>{escape(lock.token)}</D:href></D:locktoken></D:activelock>"
    )


def size_of(place: Place) -> int | None:
    if isinstance(place, DocumentPlace):
        return place.document.size
    if isinstance(place, ScratchPlace) and not place.is_collection:
        return place.scratch.size
    return None


def http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _kind(place: Place) -> str:
    return element(f"{DAV}resourcetype", "<D:collection/>" if place.is_collection else "")


def _size(place: Place) -> str | None:
    size = size_of(place)
    return None if size is None else text(f"{DAV}getcontentlength", str(size))


def _mime(place: Place) -> str | None:
    if place.is_collection:
        return None
    mime = place.document.mime if isinstance(place, DocumentPlace) else "application/octet-stream"
    return text(f"{DAV}getcontenttype", mime)


def _etag(place: Place) -> str | None:
    return text(f"{DAV}getetag", place.etag) if place.etag else None


def _changed(place: Place) -> str | None:
    moment = place.changed_at
    return text(f"{DAV}getlastmodified", http_date(moment)) if moment else None


def _created(place: Place) -> str | None:
    moment = place.created_at
    if moment is None:
        return None
    return text(f"{DAV}creationdate", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _name(place: Place) -> str | None:
    return text(f"{DAV}displayname", place.name) if place.name else None


def _entries(place: Place) -> str | None:
    return element(f"{DAV}supportedlock", _ENTRIES) if place.subject else None


_LIVE: dict[str, Callable[[Place], str | None]] = {
    f"{DAV}resourcetype": _kind,
    f"{DAV}displayname": _name,
    f"{DAV}creationdate": _created,
    f"{DAV}getlastmodified": _changed,
    f"{DAV}getcontentlength": _size,
    f"{DAV}getcontenttype": _mime,
    f"{DAV}getetag": _etag,
    f"{DAV}supportedlock": _entries,
    f"{DAV}lockdiscovery": lambda place: None,
}
PROTECTED = frozenset(_LIVE) | frozenset(QUOTA)


def address_of(place: Place) -> str:
    return href(place.path, place.is_collection)
