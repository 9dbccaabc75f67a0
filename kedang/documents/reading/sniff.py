"""The type of a file by its content; the name only decides between kinds of plain text."""

import re

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"
MSG = "application/vnd.ms-outlook"
EML = "message/rfc822"
ZIP = "application/zip"
TNEF = "application/ms-tnef"
RTF = "application/rtf"
HEIC = "image/heic"
LOCKED = "application/x-ole-encrypted"  # an office file under a password
OLE = "application/x-ole-storage"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
ODF = "application/vnd.oasis.opendocument"
BINARY = "application/octet-stream"
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", HEIC)
TEXTS = ("text/plain", "text/csv", "text/html", "text/markdown", "text/vcard", "text/xml", "application/json")
SVG = "image/svg+xml"
HEAD = 4096  # bytes that `sniff` wants to see

_MAGIC: list[tuple[bytes, str]] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"{\\rtf", RTF),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-msdownload"),
    (b"%!PS", "application/postscript"),
]
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis", b"avif")
_HEADER = re.compile(
    rb"(?im)^(from|received|return-path|delivered-to|message-id|mime-version|subject|to|date|x-[\w-]+|content-type):"
)
_FIELD = re.compile(rb"(?i)(from |[\w-]+:[ \t]?)")
_BY_NAME = {
    "csv": "text/csv",
    "tsv": "text/csv",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "json": "application/json",
    "xml": "text/xml",
}
_ZIP_BY_NAME = {
    "docx": DOCX,
    "xlsx": XLSX,
    "pptx": PPTX,
    "ofd": OFD,
    "docm": DOCX,
    "xlsm": XLSX,
    "pptm": PPTX,
}
_OLE_BY_NAME = {"msg": MSG, "doc": DOC, "xls": XLS, "ppt": PPT}


def sniff(head: bytes, name: str = "") -> str:
    """The mime type from the first `HEAD` bytes."""
    extension = name.rpartition(".")[2].lower()
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(head, extension)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLE_BY_NAME.get(extension, OLE)
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in _HEIF else "video/mp4"
    if (
        head[:2] == b"BM"
        and len(head) > 26
        and head[14:18] in (b"\x28\0\0\0", b"\x7c\0\0\0", b"\x6c\0\0\0", b"\x0c\0\0\0")
    ):
        return "image/bmp"
    return _text_kind(head, extension)


def _zip_kind(head: bytes, extension: str) -> str:
    for mark, mime in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX), (b"OFD.xml", OFD)):
        if mark in head:
            return mime
    if b"mimetypeapplication/vnd.oasis" in head:
        return ODF
    if b"[Content_Types].xml" in head or b"_rels/" in head or b"docProps/" in head or extension == "ofd":
        return _ZIP_BY_NAME.get(extension, ZIP)
    return ZIP


def _text_kind(head: bytes, extension: str) -> str:
    text = _plain(head).lstrip()
    if text[:11].lower() == b"begin:vcard":
        return "text/vcard"  # its lines look like a mail's header
    if _FIELD.match(text) and (extension == "eml" or _is_mail(text)):
        return EML  # even with binary parts
    if not looks_like_text(head):
        return BINARY
    lowered = text[:1024].lower()
    if b"<svg" in lowered and lowered.startswith(b"<"):
        return SVG
    if lowered.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")) or b"<html" in lowered:
        return "text/html"
    if lowered.startswith(b"<?xml"):
        return "text/xml"
    if extension == "eml":
        return EML
    if extension in ("htm", "html") and b"<" in lowered:
        return "text/html"
    return _BY_NAME.get(extension, "text/plain")


def _plain(head: bytes) -> bytes:
    """UTF-16 with its NULs dropped, so that markup is recognised; the BOM of UTF-8 as well."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_mail(text: bytes) -> bool:
    found = {name.lower() for name in _HEADER.findall(text[:2048])}
    return len(found) >= 3 or (text[:13].lower() == b"content-type:" and b"boundary=" in text[:512].lower())


def looks_like_text(head: bytes) -> bool:
    """Whether these bytes can be text in some encoding: no NULs (but UTF-16's) and few controls."""
    if not head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return head.count(0) * 5 > len(head) and (even == 0 or odd == 0)
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return controls * 50 <= len(head)
