"""What is read as pages: PDF with a text layer, and pictures of paper."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from kedang.demo.papers import Paper
from kedang.demo.words import chance

# Where systems keep a font with Chinese characters; without one the picture has Latin text only.
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_PER_LINE, _LINES = 36, 34
_WIDTH, _HEIGHT = 640, 420


def pdf(paper: Paper) -> bytes:
    """With one of the fonts every reader brings along (Adobe-GB1), so that none is embedded."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    rows = _wrapped(paper.lines)
    for start in range(0, len(rows), _LINES):
        canvas.setFont(_pdf_font(), 12)
        for number, row in enumerate(rows[start : start + _LINES]):
            canvas.drawString(70, 770 - 21 * number, row)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(paper: Paper) -> bytes:
    """A photograph of the paper: a tint, a little askew, the lines on it."""
    from PIL import Image, ImageDraw

    dice = chance("picture", paper.seed)
    tint = (252 - dice.randrange(12), 250 - dice.randrange(12), 240 - dice.randrange(20))
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), tint)
    pen, font = ImageDraw.Draw(sheet), _picture_font()
    pen.rectangle((12, 12, _WIDTH - 13, _HEIGHT - 13), outline=(150, 40, 40), width=3)
    for number, row in enumerate(_wrapped(paper.lines, 26)[:12]):
        text = row if font else row.encode("ascii", "replace").decode()
        pen.text((40, 36 + 30 * number), text, fill=(30, 30, 40), font=font)
    turned = sheet.rotate(dice.uniform(-1.5, 1.5), fillcolor=(200, 200, 205))
    out = io.BytesIO()
    if paper.format == "png":
        turned.quantize(32).save(out, "PNG")
    else:
        turned.save(out, "JPEG", quality=60)
    return out.getvalue()


def _wrapped(lines: list[str], width: int = _PER_LINE) -> list[str]:
    plain = [line[1:].replace("|", "    ") if line.startswith("#") else line for line in lines]
    return [line[at : at + width] for line in plain for at in range(0, max(len(line), 1), width)]


@cache
def _pdf_font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


@cache
def _picture_font() -> Any:
    from PIL import ImageFont

    found = next((path for path in _FONTS if Path(path).exists()), None)
    return ImageFont.truetype(found, 20) if found else None
