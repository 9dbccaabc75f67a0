"""The XML of WebDAV: read without entities and outside documents, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from lxml import etree

from kedang.drive.answers import Answer

DAV = "{DAV:}"
START = '<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">\n'
END = "</D:multistatus>\n"
ROOT = "/dav/"


def parse(body: bytes) -> etree._Element | None:
    """None: there was no body. Raises Answer 400."""
    if not body.strip():
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Answer(400) from None
    if b"<!DOCTYPE" in body[:4096].upper() or b"<!ENTITY" in body.upper():
        raise Answer(400)
    return root


def href(path: Sequence[str], is_collection: bool) -> str:
    """The address of a place. Names are percent-encoded, as they are in the client's own."""
    joined = "/".join(quote(name, safe="~!$'()*,;:@&=+") for name in path)
    return f"{ROOT}{joined}{'/' if is_collection and joined else ''}"


def element(tag: str, inner: str = "") -> str:
    """`{DAV:}getetag` with ready XML inside."""
    if tag.startswith(DAV):
        name = f"D:{tag[len(DAV) :]}"
        return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"
    namespace, _brace, local = tag.removeprefix("{").rpartition("}")
    start = (
        f'<x:{local} xmlns:x="{escape(namespace, {chr(34): "&quot;"})}"'
        if namespace
        else f'<{local} xmlns=""'
    )
    end = f"x:{local}" if namespace else local
    return f"{start}>{inner}</{end}>" if inner else f"{start}/>"


def text(tag: str, value: str) -> str:
    return element(tag, escape(value))


def response(address: str, groups: Iterable[tuple[int, Sequence[str]]]) -> str:
    """One resource of a multistatus: its properties by status."""
    stats = "".join(
        f"<D:propstat><D:prop>{''.join(found)}</D:prop><D:status>{status_line(status)}</D:status></D:propstat>"
        for status, found in groups
        if found
    )
    return f"<D:response><D:href>{escape(address)}</D:href>{stats}</D:response>\n"


def failed(address: str, status: int) -> str:
    return f"<D:response><D:href>{escape(address)}</D:href><D:status>{status_line(status)}</D:status></D:response>\n"


def status_line(status: int) -> str:
    from http import HTTPStatus

    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
