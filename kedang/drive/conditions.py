"""Under which conditions a request is meant to be done: `If`, `If-Match`, `If-None-Match` and their kin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from kedang.drive.answers import Answer
from kedang.drive.tree.places import Place

_LIST = re.compile(r"\s*(?:<([^>]*)>\s*)?((?:\([^)]*\)\s*)+)")
_GROUP = re.compile(r"\(([^)]*)\)")
_TERM = re.compile(r"\s*(Not\s+)?(?:<([^>]*)>|\[([^\]]*)\])", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """One condition: a lock's token or an entity tag, or the contrary."""

    negated: bool
    token: str
    etag: str


@dataclass(frozen=True)
class If:
    """The `If` header of RFC 4918: groups of which one must hold, each for a resource (None: the one asked for)."""

    groups: tuple[tuple[str | None, tuple[Term, ...]], ...]

    @property
    def tokens(self) -> set[str]:
        """What was submitted; the conditions may still fail."""
        return {term.token for _tag, terms in self.groups for term in terms if term.token}

    def holds(self, standing: Callable[[str | None], tuple[set[str], str]]) -> bool:
        """`standing(path)` gives the tokens and the entity tag of a resource."""
        return not self.groups or any(
            all(_holds(term, *standing(tag)) for term in terms) for tag, terms in self.groups
        )


def parse_if(header: str) -> If:
    """Raises Answer 400."""
    groups: list[tuple[str | None, tuple[Term, ...]]] = []
    position, header = 0, header.strip()
    if len(header) > 16_000:
        raise Answer(400)
    while position < len(header):
        found = _LIST.match(header, position)
        if found is None:
            raise Answer(400)
        tag = path_of(found[1]) if found[1] is not None else None
        groups += [(tag, _terms(inner[1])) for inner in _GROUP.finditer(found[2])]
        position = found.end()
    return If(tuple(groups))


def path_of(address: str) -> str:
    """The decoded path of a URL or absolute path."""
    return unquote(urlsplit(address).path)


def check_http(place: Place | None, headers: Mapping[str, str], *, reading: bool) -> None:
    """Raise Answer 412 (304 for readers) as RFC 9110 says."""
    wanted, unwanted = headers.get("If-Match", ""), headers.get("If-None-Match", "")
    if wanted and not _matches(wanted, place):
        raise Answer(412)
    if unwanted and _matches(unwanted, place):
        raise Answer(304 if reading else 412, headers={"ETag": place.etag} if place and place.etag else None)
    changed = place.changed_at if place else None
    if changed is None:
        return
    since = _moment(headers.get("If-Unmodified-Since", ""))
    if since is not None and not wanted and changed.timestamp() >= since + 1:
        raise Answer(412)
    since = _moment(headers.get("If-Modified-Since", ""))
    if reading and since is not None and not unwanted and changed.timestamp() < since + 1:
        raise Answer(304)


def _matches(header: str, place: Place | None) -> bool:
    if place is None:
        return False
    if header.strip() == "*":
        return True
    tags = {one.strip().removeprefix("W/") for one in header.split(",")}
    return bool(place.etag) and place.etag in tags


def _holds(term: Term, tokens: set[str], etag: str) -> bool:
    true = term.token in tokens if term.token else term.etag.removeprefix("W/") == etag
    return true != term.negated


def _terms(inner: str) -> tuple[Term, ...]:
    terms, position = [], 0
    while inner[position:].strip():
        found = _TERM.match(inner, position)
        if found is None:
            raise Answer(400)
        terms.append(Term(bool(found[1]), found[2] or "", found[3] or ""))
        position = found.end()
    if not terms:
        raise Answer(400)
    return tuple(terms)


def _moment(header: str) -> float | None:
    try:
        return parsedate_to_datetime(header).timestamp() if header else None
    except (ValueError, TypeError):
        return None
