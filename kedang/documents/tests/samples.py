"""Small real files of every format, made by the libraries that write them."""

import io
import zipfile
from email.message import EmailMessage

from PIL import Image

CONTRACT = "年度服务合同：甲方委托乙方维护档案系统"


def pdf(*pages: str, password: str = "") -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, strength=128) if password else None)
    for text in pages or (CONTRACT,):
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    import docx as library

    document = library.Document()
    document.core_properties.author = "销售甲"
    for paragraph in paragraphs or (CONTRACT,):
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = "页眉：客档"
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "金额", "128000"
    return _saved(document)


def xlsx(rows: list[list[object]] | None = None, sheet: str = "报价") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows or [["品名", "数量"], ["阀门", 12], [CONTRACT, 3.5]]:
        page.append(row)
    return _saved(book)


def pptx(*slides: str) -> bytes:
    import pptx as library

    show = library.Presentation()
    for text in slides or (CONTRACT,):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = text
        slide.notes_slide.notes_text_frame.text = f"备注：{text}"
    return _saved(show)


def eml(subject: str = "关于续签合同", body: str = CONTRACT, charset: str = "gb2312") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "wang@abc.example", "li@huaxin.example"
    message.set_content(body, charset=charset)
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="报价单.pdf")
    return message.as_bytes()


def image(width: int = 320, height: int = 200, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(out, kind)
    return out.getvalue()


def tiff(pages: int = 2, size: tuple[int, int] = (120, 160)) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("1", size, n % 2) for n in range(pages)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return out.getvalue()


def mixed_pdf(text: str) -> bytes:
    """A page with a text layer, and a scanned one."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(io.BytesIO(image())), 40, 40, 500, 700)
    canvas.showPage()
    canvas.save()
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf(text))) as first, pikepdf.open(out) as second:
        first.pages.extend(second.pages)
        return _saved(first)


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(text: str = CONTRACT) -> bytes:
    page = (
        f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="2">'
        '<ofd:PathObject ID="5" Boundary="20 20 100 60" LineWidth="0.5">'
        "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 60 C</ofd:AbbreviatedData></ofd:PathObject>"
        '<ofd:TextObject ID="4" Boundary="30 30 160 10" Font="3" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": page,
    }
    return archive({name: text.encode() for name, text in parts.items()})


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in members.items():
            bundle.writestr(name, content)
    return out.getvalue()


def zip_bomb(size: int = 96 * 2**20) -> bytes:
    """A docx whose text part unfolds to `size` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        bundle.writestr("[Content_Types].xml", "<Types/>")
        with bundle.open("word/document.xml", "w", force_zip64=True) as part:
            block = b" " * 2**20
            for _ in range(size // 2**20):
                part.write(block)
    return out.getvalue()


def pixel_bomb(side: int = 20_000) -> bytes:
    """A PNG of 20,000 × 20,000 pixels in a few kilobytes."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = bytes(side // 8 + 1)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack("!IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # all three libraries have it
    return out.getvalue()


def locked_office(content: bytes, password: str) -> bytes:
    """A docx, xlsx or pptx under a password (ECMA-376 agile encryption)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def locked_zip(name: str, content: bytes, password: bytes) -> bytes:
    """A stored entry under the old encryption of PKZIP, which Python reads and does not write."""
    import struct
    import zlib

    keys = _ZipKeys(password)
    check = zlib.crc32(content)
    body = keys.encrypt(bytes(11) + bytes([check >> 24])) + keys.encrypt(content)
    label = name.encode()
    head = struct.pack("<HHHHHIIIHH", 20, 0x801, 0, 0, 33, check, len(body), len(content), len(label), 0)
    local = b"PK\x03\x04" + head + label
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + label
    place = len(local) + len(body)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), place, 0)
    return local + body + entry + end


class _ZipKeys:
    def __init__(self, password: bytes) -> None:
        self._keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._feed(byte)

    def encrypt(self, plain: bytes) -> bytes:
        out = bytearray()
        for byte in plain:
            mixed = self._keys[2] | 2
            out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
            self._feed(byte)
        return bytes(out)

    def _feed(self, byte: int) -> None:
        first, second, third = self._keys
        first = _crc(byte, first)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self._keys = [first, second, _crc(second >> 24, third)]


def _crc(byte: int, value: int) -> int:
    value ^= byte
    for _ in range(8):
        value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
    return value
