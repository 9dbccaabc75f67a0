"""The same data as sheets for Excel, made in memory: nothing readable touches the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from kedang.customers.attributes import ATTRIBUTES
from kedang.dossier.showing import cell, fact, heading, in_words, level, own_value
from kedang.dossier.tables import tables

Json = dict[str, Any]
_LONGEST = 32_767  # characters a cell of Excel takes


def workbook(contents: Json) -> bytes:
    import xlsxwriter

    body = BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": str(contents["customer"]["name"])[:250]})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for title, rows in sheets(contents):
            _write(book.add_worksheet(title[:31]), rows, bold)
    return body.getvalue()


def sheets(contents: Json) -> list[tuple[str, list[list[str]]]]:
    """Title and rows, the headings first; empty tables are left out."""
    found = [(_("客户"), _customer(contents)), (_("文档"), _documents(contents))]
    by_id = {name: {row["id"]: row for row in rows} for name, rows in contents["tables"].items()}
    for table in tables():
        if rows := contents["tables"][table.name]:
            names = [one.name for one in table.columns()]
            lines = [[heading(table, name) for name in names]]
            lines += [[cell(table, name, row, by_id) for name in names] for row in rows]
            found.append((str(table.label), lines))
    if contents["withheld"]:
        lines = [[_("名称"), _("档号"), _("文件夹"), _("原因")]]
        found.append(
            (_("未包含"), lines + [list(map(in_words, one.values())) for one in contents["withheld"]])
        )
    return found


def _customer(contents: Json) -> list[list[str]]:
    customer = contents["customer"]
    lines = [[_("项目"), _("内容")], [_("客户编号"), customer["number"]]]
    lines += [[str(one.label), fact(name, customer[name])] for name, one in ATTRIBUTES.items()]
    lines += [
        [_("负责人"), in_words(customer["owner"] or "")],
        [_("所属部门"), customer["department"] or ""],
        [_("密级"), level(customer["classification"])],
        [_("标签"), "、".join(customer["tags"])],
        [_("分类"), "、".join(one["value"] for one in customer["classes"])],
    ]
    return lines + [[one["label"], own_value(one)] for one in contents["own_fields"]]


def _documents(contents: Json) -> list[list[str]]:
    lines = [
        [
            *(_("档号"), _("名称"), _("原文件名"), _("文件夹"), _("类型"), _("日期"), _("密级")),
            *(_("版本"), _("大小（字节）"), "SHA-256", _("作者"), _("时间"), _("文件")),
        ]
    ]
    return lines + [_document(one, version) for one in contents["documents"] for version in one["versions"]]


def _document(one: Json, version: Json) -> list[str]:
    return [
        *(one["number"] or "", one["name"], version["original_name"], one["folder"]),
        one["type"]["name"] if one["type"] else "",
        *(one["document_date"] or "", level(one["classification"]), str(version["number"])),
        *(str(version["size"]), version["sha256"], in_words(version["author"] or "")),
        *(in_words(version["created_at"]), version["path"]),
    ]


def _write(sheet: Any, rows: list[list[str]], bold: Any) -> None:
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, str(value)[:_LONGEST], bold if number == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(rows[0]) - 1, 22)
