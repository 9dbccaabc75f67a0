"""Which fonts PDFium may look for. Text needs none: loading a 26 MB Chinese font for every file that
embeds none made reading twenty times slower. Page images need them."""

import ctypes
from typing import Any

import pypdfium2.raw as raw

_ANSWERS: dict[str, Any] = {
    "Release": None,
    "EnumFonts": None,
    "MapFont": None,
    "GetFont": None,
    "GetFontData": 0,
    "GetFaceName": 0,
    "GetFontCharset": 0,
    "DeleteFont": None,
}
_present: bool | None = None


def _no_fonts() -> Any:
    found = raw.FPDF_SYSFONTINFO()
    found.version = 1
    for name, kind in raw.FPDF_SYSFONTINFO._fields_:
        if name in _ANSWERS:
            setattr(found, name, kind(lambda *_asked, answer=_ANSWERS[name]: answer))
    return found


_NONE = _no_fonts()  # kept for good: PDFium calls it back


def allow(fonts: bool) -> None:
    """Let PDFium see the system's fonts, or none."""
    global _present
    if fonts != _present:
        # The system's own is made anew each time: PDFium releases it when it is replaced.
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo() if fonts else ctypes.byref(_NONE))
        _present = fonts
