"""The sample list: every column Kedang knows, with two believable rows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.intake.columns import TARGETS, Target

_SECOND = {
    "name": "杭州永丰贸易有限公司", "short_name": "永丰", "external_id": "CRM-1002", "kind": "企业", "stage": "现有客户",
    "grade": "B", "industry": "制造", "region": "浙江省杭州市", "address": "浙江省杭州市西湖区文三路 8 号", "source": "合作推荐",
    "tags": "普通客户", "mobile": "13987654321", "landline": "0571-87654321", "email": "wang@example.com",
    "contact_name": "王芳", "contact_title": "财务", "cooperation_start": "2024-03-15",
}  # fmt: skip
_LEFT_OUT = {
    "number",
    "id_number",
    "owner",
    "department",
    "city",
    "country",
    "postal_code",
    "gender",
    "birth_date",
}


def sample_of(targets: Sequence[Target], title: str) -> bytes:
    """A list of dealings: its columns and one row."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(title)
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 1)
        for column, target in enumerate(targets):
            sheet.set_column(column, column, 18, text)
            sheet.write_string(0, column, str(target.label), bold)
            sheet.write_string(1, column, target.example, text)
    return out.getvalue()


def sample_file() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    targets = [target for target in TARGETS if target.name not in _LEFT_OUT]
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(_("客户"))
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 1)
        for column, target in enumerate(targets):
            sheet.set_column(column, column, 18, text)
            sheet.write_string(0, column, str(target.label), bold)
            sheet.write_string(1, column, target.example, text)
            sheet.write_string(2, column, _SECOND.get(target.name, ""), text)
    return out.getvalue()
