from __future__ import annotations

import io

import openpyxl
import pytest

from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.record import load_state
from kedang.intake.actions.customer_lists import start_import
from kedang.intake.actions.results import download_problems
from kedang.intake.customers.problems import first_problems
from kedang.intake.models import CustomerImport
from kedang.intake.tests.lists import HEADINGS, csv_bytes, run_import, upload
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

HUAXIN = ("上海华信科技有限公司", "138 1234 5678", "Li@Huaxin.example", "91350100M000100Y43", "金融", "")
YONGFENG = ("杭州永丰贸易有限公司", "0571-87654321", "", "", "", "")


def messages(customer_import: CustomerImport) -> list[str]:
    return [problem.message for problem in first_problems(customer_import)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_in_any_usual_encoding_becomes_numbered_customers(encoding: str, head: Person) -> None:
    done = run_import(upload(csv_bytes([HUAXIN, YONGFENG], encoding=encoding), head), head)
    assert (done.state, done.created, done.rejected) == ("done", 2, 0)
    huaxin = Customer.objects.get(name=HUAXIN[0])
    assert huaxin.number
    assert (huaxin.uscc, huaxin.industry) == (HUAXIN[3], "J")
    values = {one.point.kind: one.value for one in open_points(huaxin.contact_points.all())}
    assert values == {"mobile": "13812345678", "email": "li@huaxin.example"}


def test_a_landline_in_the_mobile_column_is_stored_as_what_it_is(head: Person) -> None:
    run_import(upload(csv_bytes([YONGFENG]), head), head)
    assert ContactPoint.objects.get().kind == "landline"


def test_an_xlsx_with_a_title_above_its_heading_is_understood(head: Person) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["2026 年客户名单"], list(HEADINGS), list(HUAXIN)):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    done = run_import(upload(out.getvalue(), head, name="名单.xlsx"), head)
    assert done.created == 1


def test_rejected_rows_come_back_with_the_reason_per_cell(head: Person) -> None:
    bad = ("北京坏行有限公司", "12345", "not-a-mail", "91350100M000100Y4Z", "炼金", "")
    done = run_import(upload(csv_bytes([HUAXIN, bad]), head), head)
    assert (done.created, done.rejected) == (1, 1)
    by_column = {problem.column: problem for problem in first_problems(done)}
    assert set(by_column) == {"手机", "邮箱", "统一社会信用代码", "行业"}
    assert by_column["手机"].row == 3
    assert by_column["手机"].value == "12345"
    sheet = openpyxl.load_workbook(io.BytesIO(download_problems(done, actor=as_actor(head)))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][: len(HEADINGS)] == HEADINGS
    assert rows[1][0] == bad[0]
    assert "炼金" in str(rows[1][-1])


def test_malformed_values_can_be_kept_as_written_and_marked(head: Person) -> None:
    row = ("Alfreds Futterkiste", "(5) 555-4729", "", "", "炼金", "")
    done = run_import(upload(csv_bytes([row]), head), head, lenience="keep")
    assert (done.created, done.rejected) == (1, 0)
    point = open_points(ContactPoint.objects.all())[0]
    assert (point.value, point.point.label) == ("(5) 555-4729", "手机（待核实）")
    assert load_state(Customer.objects.get())["note"] == "行业：炼金"
    assert len(messages(done)) == 2


def test_a_row_twice_in_the_file_is_told_of_its_twin(head: Person) -> None:
    twin = ("上海华信科技 有限公司", "13900000000", "", "", "", "")
    done = run_import(upload(csv_bytes([HUAXIN, twin]), head), head)
    assert (done.created, done.rejected) == (1, 1)
    assert messages(done) == ["客户名称与本文件第 2 行相同"]


def test_two_firms_of_one_name_with_codes_of_their_own_are_two(head: Person) -> None:
    headings = ("外部编号", "客户名称")
    first = run_import(upload(csv_bytes([("A1", "IT"), ("B2", "IT")], headings=headings), head), head)
    assert (first.created, first.rejected) == (2, 0)
    third = run_import(upload(csv_bytes([("C3", "IT")], headings=headings), head), head)
    assert (third.created, third.rejected) == (1, 0)
    assert messages(third) == ["疑似重复：客户名称与已有客户相同"]
    again = run_import(upload(csv_bytes([("B2", "IT")], headings=headings), head), head)
    assert (again.created, again.unchanged) == (0, 1)


def test_a_known_customer_is_updated_and_empty_cells_leave_the_record_alone(head: Person) -> None:
    run_import(upload(csv_bytes([HUAXIN]), head), head)
    again = (HUAXIN[0], "13999999999", "", "", "制造", "")
    done = run_import(upload(csv_bytes([again]), head), head)
    assert (done.created, done.updated) == (0, 1)
    huaxin = Customer.objects.get()
    assert (huaxin.uscc, huaxin.industry) == (HUAXIN[3], "C")
    assert huaxin.contact_points.count() == 3


def test_importing_the_same_file_again_changes_nothing(head: Person) -> None:
    run_import(upload(csv_bytes([HUAXIN, YONGFENG]), head), head)
    before = Event.objects.filter(customer_id__isnull=False).count()
    done = run_import(upload(csv_bytes([HUAXIN, YONGFENG]), head), head)
    assert (done.created, done.updated, done.unchanged, done.rejected) == (0, 0, 2, 0)
    assert Event.objects.filter(customer_id__isnull=False).count() == before


def test_only_creating_refuses_what_is_known_and_only_updating_what_is_not(head: Person) -> None:
    run_import(upload(csv_bytes([HUAXIN]), head), head)
    creating = run_import(upload(csv_bytes([HUAXIN, YONGFENG]), head), head, mode="create")
    assert (creating.created, creating.rejected) == (1, 1)
    new = ("苏州新客户有限公司", "13700000000", "", "", "", "")
    updating = run_import(upload(csv_bytes([new]), head), head, mode="update")
    assert messages(updating) == ["档案中没有这个客户"]


def test_what_one_may_not_see_is_named_by_its_department_only(sales_a: Person, sales_b: Person) -> None:
    run_import(upload(csv_bytes([HUAXIN]), sales_a), sales_a)
    done = run_import(upload(csv_bytes([HUAXIN]), sales_b), sales_b)
    assert (done.created, done.rejected) == (0, 1)
    assert messages(done) == [f"统一社会信用代码已存在，请联系{sales_a.department}"]


def test_undo_takes_back_what_was_created_and_changed_and_spares_later_work(head: Person) -> None:
    run_import(upload(csv_bytes([HUAXIN]), head), head)
    kept = Customer.objects.get()
    changed = (HUAXIN[0], "13999999999", "", "", "制造", "")
    done = run_import(upload(csv_bytes([changed, YONGFENG]), head), head)
    assert (done.created, done.updated) == (1, 1)
    assert done.run is not None
    undone = undo_run(done.run, actor=as_actor(head))
    run_pending()
    undone.refresh_from_db()
    assert undone.state == "done"
    kept.refresh_from_db()
    assert kept.industry == "J"
    assert kept.contact_points.filter(removed_at=None).count() == 2
    assert Customer.objects.in_use().count() == 1


def test_a_list_starts_once(head: Person) -> None:
    made = upload(csv_bytes([HUAXIN]), head)
    start_import(made, actor=as_actor(head))
    with pytest.raises(Conflict):
        start_import(made, actor=as_actor(head))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.csv", "没有数据"),
        (b"%PDF-1.4 ...", "list.pdf", "不是可以导入的列表"),
        (b"PK\x03\x04broken", "list.xlsx", "损坏|不是可以导入"),
    ],
)
def test_what_is_no_list_is_refused_before_anything_is_stored(
    content: bytes, name: str, message: str, head: Person
) -> None:
    with pytest.raises(Invalid, match=message):
        upload(content, head, name=name)
    assert not CustomerImport.objects.exists()


def test_the_rows_are_not_readable_in_the_data_folder(head: Person, settings: object) -> None:
    made = upload(csv_bytes([HUAXIN]), head)
    from pathlib import Path

    blobs = Path(settings.BLOBS)  # type: ignore[attr-defined]  # pytest-django's settings
    content = b"".join(path.read_bytes() for path in blobs.rglob("*") if path.is_file())
    assert made.rows
    assert "华信".encode() not in content
