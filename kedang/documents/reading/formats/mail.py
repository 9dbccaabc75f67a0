"""E-mail: eml (standard library, raw GBK headers and bodies repaired) and Outlook's msg."""

import re
from email import policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import Any, BinaryIO

from kedang.documents.reading.formats.text import decode, paged, strip_html
from kedang.documents.reading.limits import MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content

_SHOWN = (("Subject", "主题"), ("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"))
_KEYS = {"Subject": "subject", "From": "from", "To": "to", "Cc": "cc", "Date": "date"}


def read_eml(file: BinaryIO) -> Content:
    raw = file.read()
    # compat32: the newer policies raise on the malformed headers real mail has.
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    meta: dict[str, Any] = {key: header(message, name) for name, key in _KEYS.items()}
    parts: list[str] = []
    attachments: list[dict[str, Any]] = []
    _collect(message, parts, attachments, top=True)
    meta["attachments"] = attachments
    if not attachments and not any(part.strip() for part in parts[1:]):
        parts.append(decode(raw)[0])  # parts that never end: better the raw text than nothing
    return Content(paged("\n".join(parts)[:MAX_TEXT]), meta)


def _collect(message: Message, parts: list[str], attachments: list[dict[str, Any]], *, top: bool) -> None:
    shown = [f"{label}: {header(message, name)}" for name, label in _SHOWN if header(message, name)]
    parts.append(("" if top else "\n——\n") + "\n".join(shown) + "\n")
    for part in _leaves(message):
        if part.get_content_type() == "message/rfc822":
            for inner in _inner(part):
                _collect(inner, parts, attachments, top=False)
            continue
        name = _filename(part)
        if name or part.get_content_disposition() == "attachment":
            size = len(part.get_payload(decode=True) or b"")
            attachments.append({"name": name or "", "mime": part.get_content_type(), "size": size})
            parts.append(f"附件: {name}" if name else "")
        elif part.get_content_maintype() == "text":
            parts.append(_body(part))


def _leaves(message: Message) -> list[Message]:
    """Parts in order, of an alternative only the plainest; nested messages stay whole."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    children = [child for child in message.get_payload() if isinstance(child, Message)]
    if message.get_content_subtype() == "alternative":
        plain = [c for c in children if c.get_content_type() == "text/plain" and _body(c).strip()]
        children = (
            plain[:1] + [c for c in children if c.get_content_maintype() != "text"]
            if plain
            else children[-1:]
        )
    return [leaf for child in children for leaf in _leaves(child)]


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [m for m in payload if isinstance(m, Message)] if isinstance(payload, list) else []


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = _with_charset(payload, part.get_content_charset() or "")
    return strip_html(text)[1] if part.get_content_subtype() == "html" else text


def _with_charset(payload: bytes, charset: str) -> str:
    if charset and charset not in ("us-ascii", "utf-8", "iso-8859-1"):
        try:
            return payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(payload, charset)[0]


def header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    text = _unfold(str(value))
    # A header without encoded words but with raw bytes: they are in the body's encoding at best.
    raw = message[name]
    if isinstance(raw, str) and any("\udc80" <= c <= "\udcff" for c in raw):
        return decode(_unfold(raw).encode("utf-8", "surrogateescape"))[0]
    return _words(getattr(raw, "_chunks", None), text)


def _words(chunks: object, text: str) -> str:
    if chunks:  # email.header.Header: raw 8-bit bytes marked unknown-8bit
        raw = b"".join(str(c[0]).encode("utf-8", "surrogateescape") for c in chunks)  # type: ignore[attr-defined]  # private list of Header
        return decode(raw)[0]
    if "=?" not in text:
        return text
    out = []
    try:
        for piece, charset in decode_header(text):
            out.append(_with_charset(piece, (charset or "").lower()) if isinstance(piece, bytes) else piece)
    except (ValueError, LookupError):
        return text
    return "".join(out)


def _unfold(value: str) -> str:
    return re.sub(r"\r?\n[ \t]+", " ", value).strip()


def _filename(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, UnicodeError):
        name = ""
    if any("\udc80" <= c <= "\udcff" for c in name):
        return decode(name.encode("utf-8", "surrogateescape"))[0]
    return _words(None, _unfold(name))


def read_msg(file: BinaryIO) -> Content:
    from oxmsg import Message as Outlook

    try:
        message = Outlook.load(file)
        meta: dict[str, Any] = {
            "subject": message.subject or "",
            "from": message.sender or "",
            "to": ", ".join(f"{r.name} <{r.email_address}>" for r in message.recipients),
            "date": str(message.sent_date or ""),
        }
        body = message.body or strip_html(message.html_body or "")[1]
        names = [(a.file_name or "", a.mime_type or "", a.size) for a in message.attachments]
    except Exception as error:  # the library raises whatever a broken property causes
        raise CannotRead("unreadable", "damaged") from error
    meta["attachments"] = [{"name": name, "mime": mime, "size": size} for name, mime, size in names]
    labels = {"subject": "主题", "from": "发件人", "to": "收件人", "date": "日期"}
    lines = [f"{label}: {meta[key]}" for key, label in labels.items() if meta[key]]
    lines += ["", body, *(f"附件: {name}" for name, _, _ in names)]
    return Content(paged("\n".join(lines)[:MAX_TEXT]), meta)
