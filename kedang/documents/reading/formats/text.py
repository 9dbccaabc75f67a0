"""Plain text, csv, markdown, vCard, JSON, XML and HTML in the encodings Chinese offices use."""

import codecs
import re
from html.parser import HTMLParser
from typing import BinaryIO

from kedang.documents.reading.formats.einvoice import invoice_lines
from kedang.documents.reading.limits import MAX_PAGE_TEXT, MAX_TEXT
from kedang.documents.reading.outcome import Content

_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_META = re.compile(rb"""(?i)<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""")
_BREAKING = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "section",
    "article",
    "title",
}


def read_text(file: BinaryIO) -> Content:
    raw = file.read(MAX_TEXT * 4)
    text, encoding = decode(raw)
    return Content(paged(text[:MAX_TEXT]), {"encoding": encoding, "truncated": len(text) > MAX_TEXT})


def read_html(file: BinaryIO) -> Content:
    raw = file.read(MAX_TEXT * 4)
    declared = _META.search(raw[:4096])
    markup, encoding = decode(raw, declared.group(1).decode("ascii") if declared else "")
    if lines := invoice_lines(markup):
        return Content([lines], {"encoding": encoding})
    title, text = strip_html(markup)
    return Content(paged(text[:MAX_TEXT]), {"encoding": encoding, "title": title[:300]})


def paged(text: str) -> list[str]:
    """Cut at line ends into pages of at most MAX_PAGE_TEXT characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    pages, start = [], 0
    while len(text) - start > MAX_PAGE_TEXT:
        cut = text.rfind("\n", start, start + MAX_PAGE_TEXT) + 1
        end = cut if cut > start else start + MAX_PAGE_TEXT
        pages.append(text[start:end])
        start = end
    pages.append(text[start:])
    return pages


def decode(raw: bytes, declared: str = "") -> tuple[str, str]:
    """The text and the name of its encoding. A cut last character does not spoil the rest."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace"), encoding
    for encoding in filter(None, (_utf16_without_bom(raw), "utf-8", _known(declared))):
        text = _strictly(raw, encoding)
        if text is not None:
            return text, encoding
    return _chinese(raw) or _guessed(raw)


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    # Files marked gb2312 are GBK or GB18030 in practice; the wider set reads all three.
    return "gb18030" if name in ("gb2312", "gbk") else name


def _utf16_without_bom(raw: bytes) -> str:
    """Latin text in UTF-16 has every second byte empty; single NULs are dirt."""
    sample = raw[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) > 0 or (even + odd) * 5 < len(sample) or not sample:
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(raw)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _chinese(raw: bytes) -> tuple[str, str] | None:
    """GB18030 or Big5: the one in which most characters are everyday ones (level 1 of the set)."""
    best: tuple[float, str, str] | None = None
    for encoding, base, low, high in (("gb18030", "gb2312", 0xA1, 0xD7), ("big5", "big5", 0xA1, 0xC6)):
        text = _strictly(raw, encoding)
        if text is None and encoding == "big5":
            text = _strictly(raw, "big5hkscs")
        if text is None:
            continue
        share = _everyday(text[:4000], base, low, high)
        if best is None or share > best[0]:
            best = (share, text, encoding)
    return (best[1], best[2]) if best and best[0] >= 0.6 else None


def _everyday(text: str, base: str, low: int, high: int) -> float:
    wide = [c for c in text if ord(c) > 0x7F]
    if not wide:
        return 1.0
    encoded = (c.encode(base, "ignore") for c in wide)
    return sum(len(code) == 2 and low <= code[0] <= high for code in encoded) / len(wide)


def _guessed(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    encoding = best.encoding if best else "gb18030"
    return raw.decode(encoding, "replace"), encoding


def strip_html(markup: str) -> tuple[str, str]:
    """(title, visible text)."""
    stripper = _Stripper()
    stripper.feed(markup)
    stripper.close()
    lines = (" ".join(line.split()) for line in "".join(stripper.parts).split("\n"))
    return "".join(stripper.title).strip(), "\n".join(line for line in lines if line)


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self._hidden = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "template", "noscript"):
            self._hidden += 1
        self._in_title = self._in_title or tag == "title"
        if tag in _BREAKING:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template", "noscript"):
            self._hidden = max(0, self._hidden - 1)
        if tag == "title":
            self._in_title = False
        if tag in _BREAKING:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.parts.append(data)
        if self._in_title:
            self.title.append(data)
