"""Public test material beside the checkout, when it is there: `../shared/material` or `KEDANG_MATERIAL`."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
MATERIAL = Path(os.environ.get("KEDANG_MATERIAL", ROOT.parent / "shared" / "material"))


def northwind_customers() -> list[tuple[str | None, ...]]:
    """Heading and 93 rows of the Customers table."""
    script = (MATERIAL / "import" / "northwind.sql").read_text(encoding="utf-8")
    begin, end = script.index("CREATE TABLE [Customers]"), script.index("CREATE TABLE [Employees]")
    with sqlite3.connect(":memory:") as database:
        database.executescript(script[begin:end])
        rows = database.execute("SELECT * FROM Customers ORDER BY CustomerID")
        return [tuple(column[0] for column in rows.description), *rows]


def northwind_xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Customers")
        for line, row in enumerate(northwind_customers()):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(line, column, str(cell))
    return out.getvalue()


def mixed_folder() -> tuple[bytes, int]:
    """A zip of three customers' folders with mails, OFD, pictures and cards, and one that nobody knows."""
    places = {
        "Alfreds Futterkiste/邮件": sorted((MATERIAL / "mail" / "stalwart" / "rfc").glob("*.eml"))[:6],
        "Alfreds Futterkiste/合同": sorted((MATERIAL / "documents").glob("*.ofd")),
        "Around the Horn/Contacts": sorted((MATERIAL / "import" / "vcard").glob("*.vcf"))[:5],
        "Berglunds snabbköp/图片": sorted((MATERIAL / "ocr").glob("*.png")),
        "不认识的客户/信件": sorted((MATERIAL / "mail" / "winmail").glob("*.dat")),
    }
    out = io.BytesIO()
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, files in places.items():
            for file in files:
                archive.writestr(f"{folder}/{file.name}", file.read_bytes())
                count += 1
    return out.getvalue(), count
