"""The result of reading a file: always a value, never an exception to the caller."""

from dataclasses import dataclass, field
from typing import Any, Literal

RAW = "image/x-rgb"
State = Literal["read", "empty", "unreadable", "protected", "unsupported", "too_big", "timeout"]


class CannotRead(Exception):
    """Raised by a format; becomes a Reading with this state. `reason` is a key of `reasons`."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason


@dataclass(frozen=True)
class Enclosed:
    """A file inside a file: an attachment, an entry of an archive. `mime` is what the container calls it."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Content:
    """What a format found: one text per page, and facts such as author, size in pixels, sheets.

    `enclosed` are read too; they stand in `meta["attachments"]`, whose entries are theirs one by one.
    """

    pages: list[str] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    enclosed: list[Enclosed] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    state: State
    reason: str = ""
    pages: list[str] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    mime: str = "application/octet-stream"

    @property
    def text(self) -> str:
        return "\n".join(page for page in self.pages if page)


@dataclass(frozen=True)
class LaidPage:
    """One page with the place of its words.

    `words`: `[text, x, y, width, height]` each, in fractions of the page as it is shown, from its top left;
    a word or a run of one line. `turned`: degrees clockwise by which the page must be turned to be read.
    `is_scan`: a picture whose text is not known.
    """

    text: str = ""
    words: list[list[Any]] = field(default_factory=list)
    turned: int = 0
    is_scan: bool = False


@dataclass(frozen=True)
class Layout:
    """The pages of a file with the places of their words."""

    state: State
    reason: str = ""
    pages: list[LaidPage] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """A file made of another: without its password, with its text. `content` is empty when `state` is not "read"."""

    state: State
    reason: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class Table:
    """A list read from a file. `body`: one JSON array of texts a line, `count` of them."""

    state: State
    reason: str = ""
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    encoding: str = ""
    count: int = 0
    body: bytes = b""


@dataclass(frozen=True)
class PageImage:
    """One rendered page. `content` is empty when `state` is not "read"; of the mime `RAW` it is RGB, row by row."""

    state: State
    reason: str = ""
    content: bytes = b""
    mime: str = "image/webp"
    width: int = 0
    height: int = 0
    pages: int = 0
