"""E-mail: eml (standard library, raw GBK headers and bodies repaired) and Outlook's msg."""

import re
from email import policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import Any, BinaryIO

from kedang.documents.reading.formats.mail_parts import children_of, sort_parts
from kedang.documents.reading.formats.text import decode, paged, strip_html
from kedang.documents.reading.limits import MAX_ENCLOSED, MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content, Enclosed

_SHOWN = (("Subject", "主题"), ("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"))
_DEEPEST = 50  # messages in messages
_LOST_SEMICOLON = re.compile(rb"(?im)^(content-type:[ \t]*multipart/[\w-]+)(\s+boundary=)")
_BASE64 = re.compile(r"\s*[A-Za-z0-9+/]")
_KEYS = {"Subject": "subject", "From": "from", "To": "to", "Cc": "cc", "Date": "date"}


def read_eml(file: BinaryIO) -> Content:
    raw = file.read()
    # compat32: the newer policies raise on the malformed headers real mail has.
    try:
        return _read(raw)
    except RecursionError:  # hundreds of messages in messages: what it says at least can be found
        return Content(paged(decode(raw)[0][:MAX_TEXT]))


def _read(raw: bytes) -> Content:
    message = _parsed(_LOST_SEMICOLON.sub(rb"\1;\2", raw))
    meta: dict[str, Any] = {key: header(message, name) for name, key in _KEYS.items()}
    parts: list[str] = []
    enclosed: list[Enclosed] = []
    _collect(message, parts, enclosed, depth=0)
    if not enclosed and not any(part.strip() for part in parts[1:]):
        parts.append(decode(raw)[0])  # parts that never end: better the raw text than nothing
    return Content(paged("\n".join(parts)[:MAX_TEXT]), meta, enclosed)


def _collect(message: Message, parts: list[str], enclosed: list[Enclosed], *, depth: int) -> None:
    shown = [f"{label}: {header(message, name)}" for name, label in _SHOWN if header(message, name)]
    parts.append(("\n——\n" if depth else "") + "\n".join(shown) + "\n")
    found = sort_parts(message)
    texts = found.texts or found.htmls or []
    # A picture among the text is attached as well; a body that is neither plain nor HTML is no text.
    parts.extend(_body(part) for part in texts if part.get_content_maintype() == "text")
    seen = {id(part) for part in found.attached}
    pictures = [part for part in texts if part.get_content_maintype() != "text" and id(part) not in seen]
    for part in [*pictures, *found.attached]:
        known = _enclosed(part)
        if part.get_content_maintype() == "multipart" and not known.content:
            continue  # it announced parts and has none
        if len(enclosed) < MAX_ENCLOSED:
            enclosed.append(known)
            parts.append(f"附件: {known.name}" if known.name else "")
        for inner in _inner(part) if depth < _DEEPEST else ():
            _collect(inner, parts, enclosed, depth=depth + 1)


def _enclosed(part: Message) -> Enclosed:
    mime, name = part.get_content_type(), _filename(part)
    inner = _inner(part)
    if inner:
        subject = header(inner[0], "Subject")
        return Enclosed(name or (f"{subject}.eml" if subject else ""), mime, b"".join(map(bytes, inner)))
    return Enclosed(name, mime, payload_of(part))


def payload_of(part: Message) -> bytes:
    """Its bytes, decoded; as they stand where they are not what they are said to be."""
    payload = part.get_payload()
    if isinstance(payload, list):  # a multipart of no parts has a text instead
        return b"".join(bytes(each) for each in payload if isinstance(each, Message))
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64" and isinstance(payload, str) and not _BASE64.match(payload):
        return payload.encode("utf-8", "surrogateescape")
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _inner(part: Message) -> list[Message]:
    if part.get_content_type() != "message/rfc822":
        return []
    inner = children_of(part)
    if inner and str(part.get("Content-Transfer-Encoding", "")).strip().lower() in (
        "base64",
        "quoted-printable",
    ):
        wrapped = Message()  # against the standard, and usual
        wrapped["Content-Transfer-Encoding"] = part["Content-Transfer-Encoding"]
        wrapped.set_payload(inner[0].get_payload())
        return [_parsed(payload_of(wrapped))]
    return inner


def _parsed(raw: bytes) -> Message:
    return BytesParser(policy=policy.compat32).parsebytes(raw)


def _body(part: Message) -> str:
    text = _with_charset(payload_of(part), part.get_content_charset() or "")
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
        attached = message.attachments[:MAX_ENCLOSED]
        enclosed = [Enclosed(a.file_name or "", a.mime_type or "", a.file_bytes or b"") for a in attached]
    except Exception as error:  # the library raises whatever a broken property causes
        raise CannotRead("unreadable", "damaged") from error
    labels = {"subject": "主题", "from": "发件人", "to": "收件人", "date": "日期"}
    lines = [f"{label}: {meta[key]}" for key, label in labels.items() if meta[key]]
    lines += ["", body, *(f"附件: {each.name}" for each in enclosed)]
    return Content(paged("\n".join(lines)[:MAX_TEXT]), meta, enclosed)
