from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.filing.presets import load_presets
from kedang.intake.actions.folders import (
    decide_label,
    file_label,
    place_folder,
    receive_directory,
    receive_zip,
    start_folder,
)
from kedang.intake.models import FolderImport, FolderItem
from kedang.intake.tests.lists import csv_bytes, run_import, upload
from kedang.jobs import run_pending
from kedang.people.models import Person

NAMES = ("上海华信科技有限公司", "杭州永丰贸易有限公司")


@pytest.fixture
def customers(head: Person) -> dict[str, Customer]:
    load_presets("general", actor=as_actor(head))
    rows = [(NAMES[0], "13812345678", "", "", "金融", ""), (NAMES[1], "13987654321", "", "", "", "")]
    run_import(upload(csv_bytes(rows), head), head)
    return {one.name: one for one in Customer.objects.all()}


def zip_of(files: dict[str, bytes], *, gbk: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2024, 3, 5, 0, 0, 0))
            archive.writestr(info, content)
    return _as_windows_writes(out.getvalue(), files) if gbk else out.getvalue()


class _ChineseWindowsInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's own hook
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def _as_windows_writes(content: bytes, names: dict[str, bytes]) -> bytes:
    """The same zip with names in GB18030 and without the UTF-8 flag; done by a writer that knows no better."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(_ChineseWindowsInfo(name, (2024, 3, 5, 0, 0, 0)), source.read(name))
    return out.getvalue()


def bring(folder_import: FolderImport, person: Person) -> FolderImport:
    start_folder(folder_import, actor=as_actor(person))
    run_pending()
    folder_import.refresh_from_db()
    return folder_import


FILES = {
    "华信/合同/年度合同2023-10-01.txt": "甲方乙方".encode(),
    "华信/说明.txt": "没有放进任何文件夹".encode(),
    "永丰/报价/报价.txt": b"quotation",
    "不认识的公司/信.txt": b"letter",
    "Thumbs.db": b"litter",
    "__MACOSX/华信/._合同.txt": b"litter",
}


@pytest.mark.parametrize("gbk", [False, True])
def test_a_zip_of_customers_folders_is_filed_by_rule(
    gbk: bool, customers: dict[str, Customer], head: Person
) -> None:
    made = receive_zip("客户资料.zip", [zip_of(FILES, gbk=gbk)], actor=as_actor(head))
    assert {label.label: label.matched_by for label in made.labels.all()} == {
        "华信": "part",
        "永丰": "part",
        "不认识的公司": "",
    }
    done = bring(made, head)
    assert (done.total, done.filed, done.waiting, done.failed) == (4, 3, 1, 0)
    contract = Document.objects.get(original_name="年度合同2023-10-01.txt")
    assert contract.customer == customers[NAMES[0]]
    assert (contract.folder.path, str(contract.document_date)) == ("合同", "2023-10-01")
    assert contract.name == f"{NAMES[0]}_20231001_合同.txt"
    assert Document.objects.get(original_name="报价.txt").folder.path == "报价单"


def test_nothing_is_dropped_what_matches_nobody_waits_until_somebody_decides(
    customers: dict[str, Customer], head: Person
) -> None:
    done = bring(receive_zip("a.zip", [zip_of(FILES)], actor=as_actor(head)), head)
    label = done.labels.get(label="不认识的公司")
    decide_label(done, label, "new", actor=as_actor(head))
    file_label(done, label, actor=as_actor(head))
    run_pending()
    letter = Document.objects.get(original_name="信.txt")
    assert letter.customer.name == "不认识的公司"
    done.refresh_from_db()
    assert (done.filed, done.waiting) == (4, 0)


def test_a_directory_is_read_links_are_not_followed(
    customers: dict[str, Customer], head: Person, tmp_path: Path
) -> None:
    (tmp_path / "华信").mkdir()
    (tmp_path / "华信" / "a.txt").write_text("内容", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("outside")
    (tmp_path / "华信" / "link.txt").symlink_to(tmp_path / "secret.txt")
    done = bring(receive_directory(str(tmp_path), actor=as_actor(head)), head)
    assert list(Document.objects.values_list("original_name", flat=True)) == ["a.txt"]
    assert done.filed == 1


def test_a_page_may_not_read_any_directory_of_the_server(head: Person, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="不能导入这个目录"):
        receive_directory(str(tmp_path), actor=as_actor(head, channel="page"))


def test_the_same_content_is_filed_once_for_a_customer(customers: dict[str, Customer], head: Person) -> None:
    files = {"华信/a.txt": b"same", "华信/b.txt": b"same", "永丰/c.txt": b"same"}
    done = bring(receive_zip("a.zip", [zip_of(files)], actor=as_actor(head)), head)
    assert (done.filed, done.duplicates) == (2, 1)
    again = bring(receive_zip("a.zip", [zip_of(files)], actor=as_actor(head)), head)
    assert (again.filed, again.duplicates) == (0, 3)


def test_a_pattern_may_take_another_level_and_a_project(customers: dict[str, Customer], head: Person) -> None:
    files = {"2024/华信/营销项目/方案.txt": b"plan", "2023/永丰/展会/图.txt": b"pic"}
    made = receive_zip("a.zip", [zip_of(files)], actor=as_actor(head))
    place_folder(made, "*/{客户}/{项目}/**", actor=as_actor(head))
    made.refresh_from_db()
    assert sorted(made.labels.values_list("label", flat=True)) == ["华信", "永丰"]
    assert set(made.items.values_list("project", flat=True)) == {"营销项目", "展会"}


@pytest.mark.parametrize("pattern", ["**", "{客户}/{客户}/**", "{客户}//**", "{公司}/**"])
def test_a_pattern_that_names_no_customer_is_refused(
    pattern: str, customers: dict[str, Customer], head: Person
) -> None:
    made = receive_zip("a.zip", [zip_of(FILES)], actor=as_actor(head))
    with pytest.raises(Invalid):
        place_folder(made, pattern, actor=as_actor(head))


def test_what_cannot_be_unpacked_says_why_and_the_rest_comes_in(
    customers: dict[str, Customer], head: Person
) -> None:
    content = bytearray(zip_of({"华信/good.txt": b"good", "华信/bad.txt": b"x" * 4000 + b"y"}))
    at = content.rfind(b"bad.txt", 0, content.find(b"PK\x01\x02")) + len("bad.txt")
    content[at : at + 6] = b"\xff" * 6
    done = bring(receive_zip("a.zip", [bytes(content)], actor=as_actor(head)), head)
    assert (done.filed, done.failed) == (1, 1)
    assert FolderItem.objects.get(state="failed").reason == "压缩包内的文件已损坏"


def test_another_departments_customers_are_not_matched(
    customers: dict[str, Customer], sales_b: Person
) -> None:
    done = bring(receive_zip("a.zip", [zip_of(FILES)], actor=as_actor(sales_b)), sales_b)
    assert (done.filed, done.waiting) == (0, 4)


def test_undo_puts_what_was_filed_into_the_trash(customers: dict[str, Customer], head: Person) -> None:
    done = bring(receive_zip("a.zip", [zip_of(FILES)], actor=as_actor(head)), head)
    assert done.run is not None
    undo_run(done.run, actor=as_actor(head))
    run_pending()
    assert not Document.objects.available().exists()
    assert Document.objects.count() == 3


def test_a_name_that_climbs_out_of_the_folder_stays_inside(
    customers: dict[str, Customer], head: Person
) -> None:
    made = receive_zip("a.zip", [zip_of({"../../华信/../合同/x.txt": b"x"})], actor=as_actor(head))
    assert made.items.get().path == "华信/合同/x.txt"
