"""The readable part of a package: pages that open from a disk without network, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from kedang.core.actor import Actor
from kedang.dossier.extract import MOST_SHOWN, lines_of
from kedang.dossier.showing import cell, heading, in_words, level
from kedang.dossier.tables import tables
from kedang.dossier.workbook import sheets

Json = dict[str, Any]
# File, language, the name of the language in itself.
_PAGES = (("index.html", "zh-hans", "中文"), ("index.en.html", "en", "English"))  # i18n: names in themselves


def index_pages(contents: Json) -> Iterator[tuple[str, bytes]]:
    for place, (file, language, _name) in enumerate(_PAGES):
        other_file, other_language, other_name = _PAGES[1 - place]
        other = {"other_file": other_file, "other_language": other_language, "other_name": other_name}
        with override(language):
            context = _context(contents) | other | {"language": language}
            yield file, render_to_string("dossier/package/index.html", context).encode()


def ledger_page(contents: Json, customer_id: int, actor: Actor) -> bytes:
    lines = list(islice(lines_of(customer_id, actor), MOST_SHOWN + 1))
    context = _shared(contents) | {"lines": lines[:MOST_SHOWN], "is_cut": len(lines) > MOST_SHOWN}
    return render_to_string("dossier/package/ledger.html", context).encode()


def _context(contents: Json) -> Json:
    facts = sheets(contents)[0][1][1:]
    parts = list(_parts(contents))
    listed = [{"id": "documents", "title": _("文档"), "count": len(contents["documents"])}, *parts]
    return _shared(contents) | {
        "facts": facts,
        "folders": _folders(contents["documents"]),
        "tables": parts,
        "parts": listed,
        "level": level(contents["customer"]["classification"]),
    }


def _shared(contents: Json) -> Json:
    at = in_words(contents["exported"]["at"])
    return {"contents": contents, "style": _style(), "at": at, "language": "zh-hans"}


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates/dossier/package/style.css").read_text()


def _parts(contents: Json) -> Iterator[Json]:
    by_id = {name: {row["id"]: row for row in rows} for name, rows in contents["tables"].items()}
    for table in tables():
        rows = contents["tables"][table.name]
        if not rows:
            continue
        yield {
            "id": table.name,
            "title": str(table.label),
            "count": len(rows),
            "headings": [heading(table, name) for name in table.shown],
            "rows": [[cell(table, name, row, by_id) for name in table.shown] for row in rows],
        }


def _folders(documents: list[Json]) -> list[tuple[str, list[Json]]]:
    found: dict[str, list[Json]] = {}
    for one in documents:
        *former, current = one["versions"] or [{}]
        found.setdefault(one["folder"], []).append(
            {
                "name": one["name"],
                "number": one["number"],
                "original_name": one["original_name"],
                "date": in_words(one["document_date"] or ""),
                "size": current.get("size", 0),
                "href": quote(current.get("path", "")),
                "former": [{"number": each["number"], "href": quote(each["path"])} for each in former],
            }
        )
    return list(found.items())
