"""A request of the drive, taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from django.http import HttpRequest

from kedang.access.opening import note_opening
from kedang.core.actor import Actor
from kedang.drive import conditions, elements, events, locking
from kedang.drive.answers import Answer
from kedang.drive.conditions import If, parse_if
from kedang.drive.tree.finding import find
from kedang.drive.tree.places import Found, Inside, Nothing, Place

MOST_XML = 256 * 1024
_PIECE = 2**16
_MOST_NAMES = 40
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Asked:
    request: HttpRequest
    actor: Actor
    path: tuple[str, ...]

    @cached_property
    def found(self) -> Found:
        found = find(self.path, self.actor)
        note_browsing(found, self.actor)
        return found

    @property
    def place(self) -> Place:
        """Raises Answer 404."""
        if isinstance(self.found, Nothing):
            raise Answer(404)
        return self.found

    @cached_property
    def conditions(self) -> If:
        return parse_if(self.header("If"))

    def header(self, name: str) -> str:
        return self.request.headers.get(name, "")

    def depth(self, default: str) -> str:
        depth = self.header("Depth").strip().lower() or default
        if depth not in {"0", "1", "infinity"}:
            raise Answer(400)
        return depth

    def check(self, *, reading: bool = False) -> None:
        """Raise Answer 412 or 304 where a condition fails."""
        place = None if isinstance(self.found, Nothing) else self.found
        conditions.check_http(place, self.request.headers, reading=reading)
        if not self.conditions.holds(self._standing):
            raise Answer(412)

    def destination(self) -> tuple[str, ...]:
        """Raises Answer 400, or 502 when it is on another server."""
        from urllib.parse import urlsplit

        address = self.header("Destination")
        parts = urlsplit(address)
        if not address:
            raise Answer(400)
        if parts.netloc and parts.netloc.rpartition("@")[2].lower() != self.request.get_host().lower():
            raise Answer(502)
        path = conditions.path_of(address)
        if not path.startswith(elements.ROOT):
            raise Answer(502)
        return names_of(path[len(elements.ROOT) :])

    def xml(self) -> Any:
        """The body. Raises Answer 400, 413."""
        body = b"".join(self.body(MOST_XML))
        return elements.parse(body)

    def body(self, most: int | None = None) -> Iterator[bytes]:
        """As it comes, in pieces; also when its length is not told (chunked). Raises Answer 400 when it breaks off."""
        length, came = self._length(), 0
        stream = self.request.environ["wsgi.input"]  # type: ignore[attr-defined]  # a WSGI request
        while length is None or came < length:
            piece = _read(stream, _PIECE if length is None else min(_PIECE, length - came))
            if not piece:
                break
            came += len(piece)
            if most is not None and came > most:
                raise Answer(413)
            yield piece
        if length is not None and came != length:
            raise Answer(400)

    @property
    def is_chunked(self) -> bool:
        return "chunked" in self.header("Transfer-Encoding").lower()

    def _length(self) -> int | None:
        given = self.request.META.get("CONTENT_LENGTH") or ""
        if given.isdecimal():
            return int(given)
        return None if self.is_chunked else 0

    def _standing(self, tag: str | None) -> tuple[set[str], str]:
        if tag is None:
            found = self.found
        elif tag.startswith(elements.ROOT):
            found = find(names_of(tag[len(elements.ROOT) :]), self.actor)
        else:
            return set(), ""
        etag = "" if isinstance(found, Nothing) else found.etag
        return locking.tokens_there(found), etag


def _read(stream: IO[bytes], most: int) -> bytes:
    """Raises Answer 400: the line broke."""
    try:
        return stream.read(most)
    except OSError:
        raise Answer(400) from None


def names_of(path: str) -> tuple[str, ...]:
    """Raises Answer 400: a path no file system has."""
    names = tuple(name for name in path.split("/") if name)
    if len(names) > _MOST_NAMES or any(name in {".", ".."} or "\x00" in name for name in names):
        raise Answer(400)
    if any(len(name) > _LONGEST_NAME for name in names):
        raise Answer(414)
    return names


def note_browsing(found: Found, actor: Actor) -> None:
    """Looking into a customer's folders is in the ledger before anything of it is told, once an hour."""
    place = found.parent if isinstance(found, Nothing) else found
    if isinstance(place, Inside):
        note_opening(actor, place.customer, kind=events.BROWSED)
