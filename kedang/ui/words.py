"""Dates, money, sizes and colours as a Chinese office (or its English colleague) writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zlib import crc32

from django.utils import timezone, translation

COLORS = ("blue", "teal", "green", "amber", "orange", "red", "pink", "purple", "indigo", "gray")
SIGNS = {"CNY": "¥", "USD": "US$", "EUR": "€", "HKD": "HK$", "GBP": "£", "JPY": "JP¥"}
FAMILIES = {
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "text": ("doc", "docx", "wps", "txt", "md", "rtf", "odt", "html", "htm"),
    "sheet": ("xls", "xlsx", "csv", "et", "ods"),
    "slides": ("ppt", "pptx", "dps", "odp"),
    "image": ("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "bmp", "heic", "svg"),
    "mail": ("eml", "msg"),
    "archive": ("zip", "rar", "7z", "tar", "gz"),
    "audio": ("mp3", "wav", "m4a", "amr"),
    "video": ("mp4", "mov", "avi", "mkv"),
}
_family = {extension: family for family, extensions in FAMILIES.items() for extension in extensions}


def day(value: date | datetime | None) -> str:
    """2026年5月3日, or 3 May 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    if _is_english():
        return f"{value.day} {value:%b %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """2026年5月3日 14:05."""
    return f"{day(value)} {_local(value):%H:%M}" if value else ""


def money(value: Decimal | int | float | None, currency: str = "CNY") -> str:
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    sign = "-" if amount < 0 else ""
    return f"{sign}{SIGNS.get(currency, currency + ' ')}{abs(amount):,.2f}"


def file_size(value: int | None) -> str:
    """1024 steps with the usual short units: 812 B, 4.2 KB, 31 MB."""
    if value is None:
        return ""
    size, units = float(value), ["B", "KB", "MB", "GB", "TB"]
    while size >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    digits = 0 if units[0] == "B" or size >= 10 else 1
    return f"{size:.{digits}f} {units[0]}"


def color_of(text: str) -> str:
    """Always the same colour for the same text."""
    return COLORS[crc32(text.encode()) % (len(COLORS) - 1)]


def initial(name: str) -> str:
    """What stands in an avatar."""
    return next((char.upper() for char in name if char.isalnum()), "?")


def file_family(name: str) -> str:
    """`pdf ofd text sheet slides image mail archive audio video`, or "" when unknown."""
    return _family.get(name.rpartition(".")[2].lower(), "")


def _local(value: datetime) -> datetime:
    # The house keeps one time; asking Django which is active costs as much as all the rest.
    return value.astimezone(timezone.get_default_timezone()) if value.tzinfo else value


def _is_english() -> bool:
    return (translation.get_language() or "").startswith("en")
