"""The data of electronic invoices as files: XML of the tax authority, and OFD that carries one."""

import io
import zipfile

import pytest

from kedang.documents.reading.extract import extract
from kedang.documents.reading.formats.einvoice import invoice_lines
from kedang.understanding.papers.extraction import fields_of

XML = """<?xml version="1.0" encoding="UTF-8"?><EInvoice><Header><EIid>26310000000012345678</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91310115MA1K4EXY1A</SellerIdNum><SellerName>杭州永丰精密机械有限公司</SellerName></SellerInformation>
<BuyerInformation><BuyerName>上海华信网络科技有限公司</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>1000.00</TotalAmWithoutTax><TotalTaxAm>130.00</TotalTaxAm>
<TotalTax-includedAmount>1130.00</TotalTax-includedAmount></BasicInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>26310000000012345678</InvoiceNumber><IssueTime>2026-05-06</IssueTime></TaxSupervisionInfo></EInvoice>"""
SAID = {
    "invoice_no": "26310000000012345678",
    "seller": "杭州永丰精密机械有限公司",
    "buyer": "上海华信网络科技有限公司",
    "net_amount": "1000.00",
    "tax": "130.00",
    "amount": "1130.00",
    "issued_on": "2026-05-06",
}


def test_the_xml_of_an_invoice_is_read_as_an_invoice() -> None:
    reading = extract(io.BytesIO(XML.encode()), "dzfp.xml")
    assert reading.state == "read"
    found = {each.key: each.value for each in fields_of("invoice", reading.text)}
    assert SAID.items() <= found.items()


@pytest.mark.parametrize("markup", ["", "<a>1</a>", "<InvoiceNo>1</InvoiceNo>", "<InvoiceNo>" * 1000])
def test_other_markup_is_no_invoice(markup: str) -> None:
    assert invoice_lines(markup) == ""


def test_entities_of_an_untrusted_file_mean_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + XML.replace("杭州", "&a;&amp;")
    assert "aaaa" not in invoice_lines(bomb)


def test_an_ofd_says_what_the_invoice_attached_to_it_says() -> None:
    page = "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content/></ofd:Page>"
    parts = {
        "OFD.xml": "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016' Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo/>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        "<ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": page,
        "Doc_0/Attachs/original_invoice.xml": XML,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    reading = extract(io.BytesIO(file.getvalue()), "发票.ofd")
    assert "发票号码: 26310000000012345678" in reading.text
