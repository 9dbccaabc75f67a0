import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from kedang.core.actor import as_actor
from kedang.core.errors import NotFound
from kedang.customers.models import Customer
from kedang.documents import watermark
from kedang.documents.readings import read_now
from kedang.documents.tests.makers import make_document
from kedang.documents.tests.samples import pdf
from kedang.people.models import Person

LINES = ["李明 · 销售一部", "2026-11-22 10:00"]


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 1130), colour).save(out, "WEBP")
    return out.getvalue()


@pytest.mark.parametrize("colour", ["white", "black", "#808080", "#6a6a70"])
def test_the_mark_is_seen_on_every_quarter_of_a_page_of_any_colour(colour: str) -> None:
    stamped = Image.open(io.BytesIO(watermark.stamp(picture(colour), LINES))).convert("L")
    bare = Image.new("RGB", (800, 1130), colour).convert("L")
    for left in (0, 400):
        for top in (0, 565):
            box = (left, top, left + 400, top + 565)
            _low, high = ImageChops.difference(stamped.crop(box), bare.crop(box)).getextrema()
            assert float(str(high)) > 20


def test_without_words_to_burn_in_there_is_no_image() -> None:
    with pytest.raises(NotFound):
        watermark.stamp(picture("white"), ["", "  "])


def test_what_is_no_image_is_not_let_through() -> None:
    with pytest.raises(NotFound):
        watermark.stamp(b"<html>secret</html>", LINES)


def test_the_lines_name_the_reader_and_the_minute(sales_a: Person) -> None:
    lines = watermark.reader_lines(as_actor(sales_a))
    assert sales_a.name in lines[0]
    assert lines[1].startswith("20")


def test_a_printed_copy_has_every_page_and_no_text(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content=pdf("甲方密语一", "乙方密语二"), original_name="a.pdf")
    read_now([document.pk])
    content = b"".join(watermark.printable_pdf(document, document.versions.get(), LINES))
    printed = pypdfium2.PdfDocument(content)
    assert [page.get_textpage().get_text_range() for page in printed] == ["", ""]
    with pikepdf.open(io.BytesIO(content)) as checked:
        assert checked.check_pdf_syntax() == []
