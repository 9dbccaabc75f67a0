"""OFD (GB/T 33190-2016), the format of Chinese e-invoices: one page of text at its places."""

from __future__ import annotations

from xml.sax.saxutils import escape

from kedang.demo.formats.archive import packed
from kedang.demo.papers import Paper

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE = 4.2  # millimetres
_FONT, _LAYER, _FRAME, _FIRST_TEXT = 2, 3, 4, 5


def ofd(paper: Paper) -> bytes:
    texts = "".join(_text(number, line) for number, line in enumerate(paper.lines))
    frame = (
        f'<ofd:PathObject ID="{_FRAME}" Boundary="15 15 180 {12 * len(paper.lines) + 10}" LineWidth="0.4">'
        f"<ofd:AbbreviatedData>M 0 0 L 180 0 L 180 {12 * len(paper.lines) + 10} "
        f"L 0 {12 * len(paper.lines) + 10} C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    last = _FIRST_TEXT + len(paper.lines)
    return packed(
        {
            "OFD.xml": f'{_HEAD}<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>{_id(paper)}</ofd:DocID><ofd:Title>{escape(paper.title)}</ofd:Title>"
            f"<ofd:CreationDate>{paper.written_on.isoformat()}</ofd:CreationDate></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/PublicRes.xml": f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts>'
            f'<ofd:Font ID="{_FONT}" FontName="SimSun" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>',
            "Doc_0/Pages/Page_0/Content.xml": f"{_HEAD}<ofd:Page {_NS}><ofd:Content>"
            f'<ofd:Layer ID="{_LAYER}">{frame}{texts}</ofd:Layer></ofd:Content></ofd:Page>',
        }
    )


def _text(number: int, line: str) -> str:
    steps = " ".join([f"{_SIZE:g}"] * (len(line) - 1))
    delta = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="{_FIRST_TEXT + number}" Boundary="22 {22 + 12 * number} 170 8"'
        f' Font="{_FONT}" Size="{_SIZE:g}">'
        f'<ofd:TextCode X="0" Y="{_SIZE:g}"{delta}>{escape(line)}</ofd:TextCode></ofd:TextObject>'
    )


def _id(paper: Paper) -> str:
    """32 hexadecimal digits, as the standard wants them."""
    return paper.seed.encode().hex().ljust(32, "0")[:32]
