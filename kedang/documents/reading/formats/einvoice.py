"""The structured data of 数电 and other electronic invoices, as labelled lines that people and search can read.

Tags of the tax authority's `EInvoice` XML and of the attachment that OFD invoices carry (`original_invoice.xml`).
Read by pattern, not parsed: entities and declarations of an untrusted file mean nothing here.
"""

import html
import re

_LABELS = {
    "InvoiceNumber": "发票号码",  # i18n: as the invoice itself has it, here and below
    "EIid": "发票号码",  # i18n
    "InvoiceNo": "发票号码",  # i18n
    "InvoiceCode": "发票代码",  # i18n
    "IssueTime": "开票日期",  # i18n
    "IssueDate": "开票日期",  # i18n
    "RequestTime": "开票日期",  # i18n
    "InvoiceCheckCode": "校验码",  # i18n
    "BuyerName": "购买方名称",  # i18n
    "BuyerIdNum": "购买方纳税人识别号",  # i18n
    "BuyerTaxID": "购买方纳税人识别号",  # i18n
    "SellerName": "销售方名称",  # i18n
    "SellerIdNum": "销售方纳税人识别号",  # i18n
    "SellerTaxID": "销售方纳税人识别号",  # i18n
    "TotalAmWithoutTax": "不含税金额",  # i18n
    "TaxExclusiveTotalAmount": "不含税金额",  # i18n
    "TotalTaxAm": "合计税额",  # i18n
    "TaxTotalAmount": "合计税额",  # i18n
    "TotalTax-includedAmount": "价税合计",  # i18n
    "TaxInclusiveTotalAmount": "价税合计",  # i18n
}
_TITLE = "电子发票"  # i18n
_LONGEST = 2_000_000
_TAG = re.compile(
    rf"<(?:[\w-]{{1,20}}:)?({'|'.join(map(re.escape, _LABELS))})(?:\s[^<>]{{0,300}})?>([^<>]{{1,300}})</"
)
_NEEDED = {"发票号码", "销售方名称"}  # i18n


def invoice_lines(markup: str) -> str:
    """Empty when the markup is no electronic invoice."""
    found: dict[str, str] = {}
    for tag, value in _TAG.findall(markup[:_LONGEST]):
        text = html.unescape(value).strip()
        if text:
            found.setdefault(_LABELS[tag], text)
    if not found.keys() >= _NEEDED:
        return ""
    return "\n".join([_TITLE, *(f"{label}: {value}" for label, value in found.items())])
