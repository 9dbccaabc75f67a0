"""Inside the worker: a copy as PDF in which recognised text lies invisibly over its picture.

The pages stay as they are. Where all of them are pictures the copy is PDF/A-2b (ISO 19005-2): one output
intent, no encryption, nothing active, no font that is drawn (text of rendering mode 3 needs none embedded).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms, ImageOps

from kedang.documents.reading import sniff
from kedang.documents.reading.formats.images import frames_of, open_image
from kedang.documents.reading.outcome import CannotRead, LaidPage

_ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Collection", "/Perms", "/OCProperties")
_NARROW = "[0 11903 500]"  # codes below CJK are half as wide
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""
Matrix = tuple[float, float, float, float, float, float]


def make_searchable(file: BinaryIO, mime: str, pages: Sequence[LaidPage | None]) -> bytes:
    """`pages`: what was recognised of each page; None: it has a text of its own. Raises CannotRead."""
    document = _from_images(file) if mime in sniff.IMAGES else _opened(file)
    font = _font(document)
    for page, laid in zip(document.pages, pages, strict=False):
        if laid is not None and laid.words:
            _lay_text(document, page, laid, font)
    if all(laid is not None for laid in pages) and _only_screen_colours(document):
        _become_archival(document)
    out = io.BytesIO()
    document.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _opened(file: BinaryIO) -> Pdf:
    try:
        return pikepdf.open(file)
    except pikepdf.PasswordError as error:
        raise CannotRead("protected", "password") from error
    except pikepdf.PdfError as error:
        raise CannotRead("unreadable", "damaged") from error


def _from_images(file: BinaryIO) -> Pdf:
    image, document = open_image(file), Pdf.new()
    for number in range(frames_of(image)):
        if number:
            image.seek(number)
        upright = ImageOps.exif_transpose(image)
        points = _points(upright)
        document.add_blank_page(page_size=points)
        page = document.pages[-1]
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=_picture(document, upright)))
        page.obj.Contents = document.make_stream(b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % points)
    return document


def _points(image: Image.Image) -> tuple[float, float]:
    """Its size in points: by its own resolution, or as if its longer side were that of A4."""
    dots = float((image.info.get("dpi") or (0, 0))[0] or 0)
    scale = 72 / dots if 60 <= dots <= 1200 else 842 / max(image.size)
    return max(3.0, image.width * scale), max(3.0, image.height * scale)


def _picture(document: Pdf, image: Image.Image) -> Stream:
    known = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height)
    if image.mode == "1":
        known.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 1, "/Filter": Name.FlateDecode})
        return Stream(document, zlib.compress(image.tobytes(), 6), known)
    plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88)
    colour = Name.DeviceGray if plain.mode == "L" else Name.DeviceRGB
    known.update({"/ColorSpace": colour, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode})
    return Stream(document, out.getvalue(), known)


def _font(document: Pdf) -> Any:
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Invisible, Flags=5, ItalicAngle=0, Ascent=1000, Descent=0,
        CapHeight=1000, StemV=80, FontBBox=Array([0, 0, 1000, 1000]),
    )  # fmt: skip
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    glyphs = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Invisible, CIDSystemInfo=system,
        FontDescriptor=document.make_indirect(descriptor), DW=1000, W=pikepdf.Object.parse(_NARROW.encode()),
        CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Invisible, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(glyphs)]), ToUnicode=document.make_stream(_TO_UNICODE),
    )  # fmt: skip
    return document.make_indirect(font)


def _lay_text(document: Pdf, page: pikepdf.Page, laid: LaidPage, font: Any) -> None:
    page.contents_add(b"q\n", prepend=True)  # whatever the page leaves behind does not move the text
    name = page.add_resource(font, Name.Font, prefix="KdText")
    place = _placer(page)
    lines = [b"Q q BT 3 Tr %s 1 Tf" % str(name).encode()]
    for text, *box in laid.words:
        shown = "".join(c for c in text if ord(c) < 0x10000)
        if shown:
            lines.append(_line(shown, box, laid.turned, place))
    page.contents_add(b"\n".join([*lines, b"ET Q"]), prepend=False)


def _line(text: str, box: list[float], turned: int, place: Any) -> bytes:
    x, y, w, h = box
    start, end, up = {
        0: ((x, y + h), (x + w, y + h), (x, y)),
        90: ((x + w, y + h), (x + w, y), (x, y + h)),
        180: ((x + w, y), (x, y), (x + w, y + h)),
        270: ((x, y), (x, y + h), (x + w, y)),
    }[turned]
    (x0, y0), (x1, y1), (x2, y2) = place(*start), place(*end), place(*up)
    advance = sum(0.5 if ord(c) <= 11903 else 1.0 for c in text)
    across, along = ((x1 - x0) / advance, (y1 - y0) / advance), (x2 - x0, y2 - y0)
    base = x0 + 0.15 * along[0], y0 + 0.15 * along[1]
    matrix = " ".join(f"{value:.3f}" for value in (*across, *along, *base))
    return f"{matrix} Tm <{text.encode('utf-16-be', 'replace').hex()}> Tj".encode()


def _placer(page: pikepdf.Page) -> Any:
    """From fractions of the page as shown to its own coordinates."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turn = int(page.obj.get("/Rotate", 0)) % 360

    def place(x: float, y: float) -> tuple[float, float]:
        for _ in range(turn // 90):
            x, y = y, 1 - x
        return left + x * (right - left), top - y * (top - bottom)

    return place


def _only_screen_colours(document: Pdf) -> bool:
    for item in document.objects:
        if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            if item.get("/ColorSpace") == Name.DeviceCMYK or item.get("/Filter") == Name.LZWDecode:
                return False
            if "/Interpolate" in item:
                item.Interpolate = False
    return True


def _become_archival(document: Pdf) -> None:
    for key in _ACTIVE:
        if key in document.Root:
            del document.Root[key]
    for page in document.pages:
        for key in ("/AA", "/Annots"):
            if key in page.obj:
                del page.obj[key]
    profile = Stream(document, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"), DestOutputProfile=document.make_indirect(profile),
    )  # fmt: skip
    document.Root.OutputIntents = Array([document.make_indirect(intent)])
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
        known["pdfaid:part"], known["pdfaid:conformance"] = "2", "B"
