"""How the viewer shows what was read: tables of sheets, mails without a second head."""

from kedang.documents.reading import sniff
from kedang.documents.reading.outcome import Reading
from kedang.documents.text_shown import MOST_ROWS, parts_of


def test_a_sheet_is_a_table_of_even_rows_under_its_name() -> None:
    (part,) = parts_of(Reading("read", pages=["报价\n品名\t数量\t备注\n阀门\t3"]), sniff.XLSX)
    assert part.title == "报价"
    assert part.rows == (("品名", "数量", "备注"), ("阀门", "3", ""))
    assert not part.is_cut


def test_a_list_with_any_sign_between_its_cells_is_a_table() -> None:
    (part,) = parts_of(Reading("read", pages=['品名;数量\n"阀;门";3\n']), "text/csv")
    assert part.rows == (("品名", "数量"), ("阀;门", "3"))


def test_of_a_long_sheet_the_beginning_is_shown() -> None:
    (part,) = parts_of(Reading("read", pages=["表\n" + "a\tb\n" * (MOST_ROWS + 5)]), sniff.XLSX)
    assert len(part.rows) == MOST_ROWS
    assert part.is_cut


def test_an_empty_sheet_has_its_name_only() -> None:
    (part,) = parts_of(Reading("read", pages=["Sheet1"]), sniff.XLSX)
    assert (part.title, part.rows) == ("Sheet1", ())


def test_a_mail_does_not_repeat_its_head_and_attachments() -> None:
    text = "主题: 报价\n发件人: a@x.example\n\n您好\n附件: 报价.pdf\n日期: 待定"
    meta = {"subject": "报价", "attachments": [{"name": "报价.pdf", "size": 3}]}
    (part,) = parts_of(Reading("read", pages=[text], meta=meta), sniff.EML)
    assert part.text == "您好\n日期: 待定"
    assert not part.rows


def test_other_texts_stay_as_they_are() -> None:
    assert [part.text for part in parts_of(Reading("read", pages=["一", "二"]), sniff.DOCX)] == ["一", "二"]
