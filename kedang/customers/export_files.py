"""Writing rows to a file: CSV for spreadsheets, XLSX, or JSON lines, whole or not at all."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

Rows = Iterable[Sequence[str]]
# What a spreadsheet would run as a formula when it opens a CSV (OWASP: CSV injection).
_FORMULA = ("=", "@", "\t", "\r", "-", "+")


def write_list(path: Path, rows: Rows) -> int:
    """Write headings and rows in the format of the file's suffix; how many rows without headings."""
    check_name(path)
    with _whole(path) as fresh:
        return _WRITERS[path.suffix.lower()](fresh, iter(rows)) - 1


def check_name(path: Path) -> None:
    """Raises Invalid: a format nobody writes, or no such folder."""
    if path.suffix.lower() not in _WRITERS:
        raise Invalid(
            _("不支持的文件类型：%(suffix)s") % {"suffix": path.suffix or path.name},
            value=path.name,
            remedy=_("可用 .csv、.xlsx 或 .jsonl。"),
        )
    if not path.parent.is_dir():
        raise Invalid(_("目录不存在：%(path)s") % {"path": path.parent}, value=str(path))


def _write_csv(path: Path, rows: Iterator[Sequence[str]]) -> int:
    # The mark at the start tells Excel that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        return _counted(([_harmless(cell) for cell in row] for row in rows), writer.writerow)


def _write_xlsx(path: Path, rows: Iterator[Sequence[str]]) -> int:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        place = iter(range(2**20))

        def write(row: Sequence[str]) -> None:
            number = next(place)
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:32_767])

        return _counted(rows, write)


def _write_json_lines(path: Path, rows: Iterator[Sequence[str]]) -> int:
    headings = next(rows)
    with path.open("w", encoding="utf-8") as file:

        def write(row: Sequence[str]) -> None:
            file.write(json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False) + "\n")

        return _counted(rows, write) + 1


_WRITERS: dict[str, Callable[[Path, Iterator[Sequence[str]]], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_json_lines,
}


def _counted(rows: Iterable[Sequence[str]], write: Callable[[Sequence[str]], object]) -> int:
    count = 0
    for row in rows:
        write(row)
        count += 1
    return count


def _harmless(cell: str) -> str:
    risky = cell.startswith(_FORMULA) and not _is_number(cell)
    return f"'{cell}" if risky else cell


def _is_number(cell: str) -> bool:
    """A signed number or an international phone runs nothing."""
    return cell[0] in "+-" and cell[1:].replace(" ", "").replace("-", "").replace(".", "").isdigit()


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its name when all is written; only its owner can read it."""
    fresh = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield fresh
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
