"""Which parts of a message are its text and which are attached (RFC 8621, 4.1.4), whatever their writer said."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message

_TEXTS = ("text/plain", "text/html")
_MEDIA = ("image", "audio", "video")
_DEEPEST = 100
_MOST_PARTS = 5_000


@dataclass
class Sorted:
    """Parts in the order of the message. `texts` and `htmls` are two ways to show the same."""

    texts: list[Message] = field(default_factory=list)
    htmls: list[Message] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)


def sort_parts(message: Message) -> Sorted:
    found = Sorted()
    _Level("mixed", in_alternative=False, depth=0, found=found, texts=found.texts, htmls=found.htmls).sort(
        [message]
    )
    return found


@dataclass
class _Level:
    """One multipart. `texts` and `htmls`: where its bodies go; None when the other kind alone is meant."""

    kind: str
    in_alternative: bool
    depth: int
    found: Sorted
    texts: list[Message] | None
    htmls: list[Message] | None

    def sort(self, parts: list[Message]) -> None:
        before = [len(bodies) if bodies is not None else 0 for bodies in (self.texts, self.htmls)]
        for place, part in enumerate(parts[:_MOST_PARTS]):
            if part.get_content_maintype() == "multipart" and children_of(part):
                self._descend(part)
            elif not _is_inline(part, place, self.kind):
                self.found.attached.append(part)
            elif self.kind == "alternative":
                target = {"text/plain": self.texts, "text/html": self.htmls}.get(part.get_content_type())
                (self.found.attached if target is None else target).append(part)
            else:
                self._add(part)
        if self.kind == "alternative" and self.texts is not None and self.htmls is not None:
            plain, rich = self.texts[before[0] :], self.htmls[before[1] :]
            self.texts += [] if plain else rich
            self.htmls += [] if rich else plain

    def _descend(self, part: Message) -> None:
        kind = part.get_content_subtype()
        alternative = self.in_alternative or kind == "alternative"
        if part.preamble and len(part.get_all("Content-Type", [])) > 1:
            self._add(_as_text(part.preamble))  # it is the text of a part whose head was lost
        inner = _Level(kind, alternative, self.depth + 1, self.found, self.texts, self.htmls)
        if self.depth < _DEEPEST:
            inner.sort(children_of(part))

    def _add(self, part: Message) -> None:
        mime = part.get_content_type()
        if self.in_alternative:
            self.htmls = None if mime == "text/plain" else self.htmls
            self.texts = None if mime == "text/html" else self.texts
        for bodies in (self.texts, self.htmls):
            if bodies is not None:
                bodies.append(part)
        if None in (self.texts, self.htmls) and part.get_content_maintype() in _MEDIA:
            self.found.attached.append(part)


def _as_text(text: str) -> Message:
    part = Message()
    part.set_payload(text)
    return part


def children_of(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _is_inline(part: Message, place: int, kind: str) -> bool:
    if part.get_content_disposition() == "attachment":
        return False
    mime, is_media = part.get_content_type(), part.get_content_maintype() in _MEDIA
    if mime not in _TEXTS and not is_media:
        return False
    return place == 0 or (kind != "related" and (is_media or not part.get_filename()))
