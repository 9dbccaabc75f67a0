"""Word, Excel and PowerPoint of the XML kind. Word and PowerPoint are read as a stream of their
own XML: it also yields text boxes, notes, headers and footers, which python-docx and python-pptx
leave out, at a tenth of their memory."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from kedang.documents.reading.formats.container import elements, open_container
from kedang.documents.reading.limits import MAX_CELLS, MAX_PAGES, MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ASIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")


def read_docx(file: BinaryIO) -> Content:
    archive = open_container(file)
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise CannotRead("unreadable", "damaged")
    pages = _word_pages(archive, "word/document.xml")
    asides = ["".join(_word_pages(archive, name)) for name in sorted(names) if _ASIDE.fullmatch(name)]
    aside = "\n".join(text for text in asides if text.strip())
    if aside:
        pages[-1] += "\n" + aside
    return Content(pages, _properties(archive) | {"macros": _has_macros(names)})


def _word_pages(archive: zipfile.ZipFile, name: str) -> list[str]:
    pages: list[list[str]] = [[]]
    size = 0
    for event, element in elements(archive, name):
        tag = element.tag.removeprefix(_WORD)
        if event == "start":
            if _is_page_break(tag, element.attrib) and "".join(pages[-1]).strip() and len(pages) < MAX_PAGES:
                pages.append([])
            continue
        if tag in ("t", "delText") and element.text and tag == "t":
            pages[-1].append(element.text)
            size += len(element.text)
        elif tag in ("tab", "br", "tc", "p"):
            pages[-1].append({"tab": "\t", "tc": "\t"}.get(tag, "\n"))
        if tag in ("p", "tbl"):
            element.clear()
        if size > MAX_TEXT:
            break
    return [_tidy("".join(page)) for page in pages]


def _is_page_break(tag: str, attributes: dict[str, str]) -> bool:
    return tag == "lastRenderedPageBreak" or (tag == "br" and attributes.get(f"{_WORD}type") == "page")


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"\n\t", "\t", text)).strip()


def read_pptx(file: BinaryIO) -> Content:
    archive = open_container(file)
    names = set(archive.namelist())
    if "ppt/presentation.xml" not in names:
        raise CannotRead("unreadable", "damaged")
    pages = []
    for slide in _slides(archive)[:MAX_PAGES]:
        if slide not in names:
            continue
        related = _relations(archive, slide)
        notes = [target for target in related.values() if "/notesSlides/" in target and target in names]
        pages.append("\n".join("".join(_drawn(archive, part)).strip() for part in [slide, *notes]))
    return Content(pages, _properties(archive) | {"macros": _has_macros(names)})


def _slides(archive: zipfile.ZipFile) -> list[str]:
    order = [
        element.get(_SHEET_ID, "")
        for event, element in elements(archive, "ppt/presentation.xml")
        if event == "end" and element.tag.endswith("}sldId")
    ]
    targets = _relations(archive, "ppt/presentation.xml")
    return [targets[key] for key in order if key in targets]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, base = posixpath.split(part)
    name = f"{folder}/_rels/{base}.rels"
    if name not in archive.namelist():
        return {}
    found = {}
    for event, element in elements(archive, name):
        if event == "end" and element.get("TargetMode") != "External" and element.get("Target"):
            target = element.get("Target", "")
            found[element.get("Id", "")] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip(
                "/"
            )
    return found


def _drawn(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    for event, element in elements(archive, part):
        if event != "end":
            continue
        if element.tag == f"{_DRAWING}t":
            yield element.text or ""
        elif element.tag in (f"{_DRAWING}p", f"{_DRAWING}br"):
            yield "\n"


def read_xlsx(file: BinaryIO) -> Content:
    archive = open_container(file)
    names = archive.namelist()
    macros = _has_macros(names)
    if any(archive.getinfo(name).file_size > 128 * 2**20 for name in names if name.endswith(".xml")):
        raise CannotRead("too_big", "unfolds_too_big")
    meta = _properties(archive)
    import openpyxl

    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parser met
        raise CannotRead("unreadable", "damaged") from error
    pages, cells, sheets = [], 0, []
    for sheet in book.worksheets[:MAX_PAGES]:
        lines = [sheet.title]
        sheets.append(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            values = [_cell(value) for value in row]
            cells += len(values)
            if any(values):
                lines.append("\t".join(values).rstrip("\t"))
            if cells > MAX_CELLS:
                break
        pages.append("\n".join(lines))
    return Content(pages, meta | {"sheets": sheets, "macros": macros, "truncated": cells > MAX_CELLS})


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00").replace("\n", " ").replace("\t", " ")


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/core.xml" not in archive.namelist():
        return {}
    wanted = {"title": "title", "creator": "author", "subject": "subject", "created": "created"}
    found = {}
    for event, element in elements(archive, "docProps/core.xml"):
        key = wanted.get(element.tag.rpartition("}")[2])
        if event == "end" and key and element.text:
            found[key] = element.text.strip()[:300]
    return found


def _has_macros(names: list[str] | set[str]) -> bool:
    return any(name.endswith("vbaProject.bin") for name in names)
