"""Each format gives its text; the type is told by the content, not by the name."""

import io

import pytest
from PIL import Image

from kedang.documents.reading import pool, sniff
from kedang.documents.tests import samples
from kedang.documents.tests.compound import outlook_message
from kedang.documents.tests.samples import CONTRACT


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        pytest.param(samples.pdf(), sniff.PDF, id="pdf"),
        pytest.param(samples.docx(), sniff.DOCX, id="docx"),
        pytest.param(samples.xlsx(), sniff.XLSX, id="xlsx"),
        pytest.param(samples.pptx(), sniff.PPTX, id="pptx"),
        pytest.param(samples.ofd(), sniff.OFD, id="ofd"),
        pytest.param(samples.eml(), sniff.EML, id="eml"),
        pytest.param(outlook_message("续签", CONTRACT, "王芳", "报价.pdf"), sniff.MSG, id="msg"),
        pytest.param(f"<html><body><p>{CONTRACT}</p></body></html>".encode(), "text/html", id="html"),
    ],
)
def test_a_format_is_recognised_without_its_name_and_read(content: bytes, mime: str) -> None:
    reading = pool.read(content, "无名")
    assert (reading.state, reading.mime) == ("read", mime)
    assert CONTRACT in reading.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    text = "客戶檔案管理制度，第一條：為規範本公司客戶資料的保存與使用。" * 3
    reading = pool.read(text.encode(encoding), "制度.txt")
    assert reading.text == text


def test_utf16_without_a_mark_is_read() -> None:
    assert pool.read("Annual report 2026, see page 3.".encode("utf-16-le"), "a.txt").text.startswith("Annual")


def test_a_multibyte_character_cut_at_the_end_spoils_nothing_else() -> None:
    assert pool.read("客户名称，电话".encode("gb18030")[:-1], "a.csv").text.startswith("客户名称，电")


def test_pages_of_a_pdf_are_kept_apart() -> None:
    reading = pool.read(samples.pdf("第一页 甲", "第二页 乙"), "a.pdf")
    assert [page.strip() for page in reading.pages] == ["第一页 甲", "第二页 乙"]
    assert reading.meta["page_count"] == 2


def test_a_word_file_yields_headers_tables_and_its_author() -> None:
    reading = pool.read(samples.docx(), "a.docx")
    assert "页眉：客档" in reading.text
    assert "128000" in reading.text
    assert reading.meta["author"] == "销售甲"


def test_a_workbook_gives_one_page_per_sheet() -> None:
    reading = pool.read(samples.xlsx([["数量", 12.0]], sheet="报价"), "a.xlsx")
    assert reading.pages == ["报价\n数量\t12"]


def test_slides_come_in_their_order_with_notes() -> None:
    reading = pool.read(samples.pptx("甲", "乙"), "a.pptx")
    assert [page.split() for page in reading.pages] == [["甲", "备注：甲"], ["乙", "备注：乙"]]


def test_a_mail_names_its_people_and_attachments() -> None:
    reading = pool.read(samples.eml(), "a.eml")
    assert reading.meta["subject"] == "关于续签合同"
    assert [a["name"] for a in reading.meta["attachments"]] == ["报价单.pdf"]
    assert "报价单.pdf" in reading.text


def test_raw_gbk_headers_of_old_mailers_are_repaired() -> None:
    raw = "Subject: 关于报价的回复\r\nFrom: 王芳 <w@a.example>\r\nDate: x\r\n\r\n见附件，谢谢。".encode("gbk")
    reading = pool.read(raw, "a.eml")
    assert reading.meta["subject"] == "关于报价的回复"
    assert "见附件" in reading.text


def test_an_outlook_message_lists_its_attachment() -> None:
    reading = pool.read(outlook_message("续签", CONTRACT, "王芳", "报价.pdf"), "a.msg")
    assert (reading.meta["subject"], reading.meta["attachments"][0]["name"]) == ("续签", "报价.pdf")


def test_a_vcard_is_decoded_without_its_photo() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=\r\n=E4=B8=89\r\n"
    )
    card += "PHOTO;ENCODING=BASE64:AAAA\r\n BBBB\r\nEND:VCARD\r\n"
    reading = pool.read(card.encode(), "a.vcf")
    assert "张三" in reading.text
    assert "BBBB" not in reading.text


def test_an_image_has_dimensions_and_waits_for_ocr() -> None:
    reading = pool.read(samples.image(320, 200), "照片.png")
    assert (reading.state, reading.reason) == ("empty", "no_text_layer")
    assert (reading.meta["width"], reading.meta["height"]) == (320, 200)


@pytest.mark.parametrize("content", [samples.pdf("页"), samples.ofd(), samples.image(1200, 300)])
def test_a_page_image_has_the_width_asked_for(content: bytes) -> None:
    page = pool.render(content, "x", width=600)
    picture = Image.open(io.BytesIO(page.content))
    assert (page.state, picture.format, picture.width) == ("read", "WEBP", 600)


def test_an_ofd_page_shows_its_text_and_lines() -> None:
    picture = Image.open(io.BytesIO(pool.render(samples.ofd(), "x.ofd", width=800).content)).convert("L")
    assert min(picture.tobytes()) < 90


def test_a_page_beyond_the_last_is_said_so() -> None:
    assert pool.render(samples.pdf("页"), "x.pdf", page=2).reason == "no_such_page"


def test_a_text_is_drawn_as_pages_and_what_nobody_can_read_is_not() -> None:
    drawn = pool.render(b"abc", "x.txt")
    assert (drawn.state, drawn.content[8:12]) == ("read", b"WEBP")
    assert pool.render(bytes(range(256)) * 8, "x.dat").state == "unsupported"


def test_many_files_are_read_in_the_order_given() -> None:
    readings = pool.read_many([(f"第{n}份".encode(), "a.txt") for n in range(20)])
    assert [reading.text for reading in readings] == [f"第{n}份" for n in range(20)]
