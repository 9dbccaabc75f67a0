import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import bagit
import openpyxl
import pytest
from django.utils.translation import override

from kedang.access.words import Clearance
from kedang.core.actor import as_actor, with_reason
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document, Version
from kedang.documents.tests.makers import make_document
from kedang.dossier.actions.export import export_dossier
from kedang.dossier.bag.checking import check
from kedang.dossier.bag.trees import ZipTree
from kedang.dossier.package import files_of
from kedang.dossier.tests.makers import export_zip, opened
from kedang.filing.models import DocumentType
from kedang.ledger.models import Event
from kedang.people.models import Person


def test_the_package_is_a_valid_bag(customer: Customer, founder: Person, tmp_path: Path) -> None:
    body = export_zip(customer, as_actor(founder))
    opened(body).extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert folder.name == f"{customer.number}_华信科技有限公司"
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.version == "1.0"
    assert bag.info["Source-Organization"] == "华信客户服务有限公司"
    assert bag.info["Contact-Name"] == "创始人"
    assert bag.info["Kedang-Documents"] == "2"
    assert bag.info["Kedang-Versions"] == "3"
    assert check(ZipTree(BytesIO(body))).is_valid


def test_every_version_is_there_byte_for_byte_under_the_ruled_path(
    customer: Customer, founder: Person
) -> None:
    archive = opened(export_zip(customer, as_actor(founder)))
    data = json.loads(
        archive.read(next(name for name in archive.namelist() if name.endswith("dossier.json")))
    )
    top = archive.namelist()[0].split("/")[0]
    contract = data["documents"][0]
    assert contract["folder"] == "合同"
    assert contract["original_name"] == "扫描件 01.pdf"
    first, second = contract["versions"]
    assert archive.read(f"{top}/data/{first['path']}") == b"%PDF-1.4 v1"
    assert archive.read(f"{top}/data/{second['path']}") == b"%PDF-1.4 v2"
    assert second["path"] == f"文档/合同/{contract['name']}"
    assert first["path"].startswith("历史版本/合同/")
    assert first["path"].endswith("_v1.pdf")
    assert second["original_name"] == "修订.pdf"
    assert second["note"] == "改了金额"
    assert second["sha256"] == sha256(b"%PDF-1.4 v2").hexdigest()


def test_the_data_is_complete(customer: Customer, founder: Person) -> None:
    dossier = export_dossier(customer, actor=as_actor(founder))
    data = dossier.contents
    assert data["schema"] == "kedang-dossier/1"
    tables = data["tables"]
    assert tables["purchases"][0]["amount"] == "12000.50"
    assert tables["purchases"][0]["note"] == "含税"
    assert tables["interactions"][0]["content"]["text"] == "谈了年度框架\n要月结"
    assert tables["interactions"][0]["documents"] == [data["documents"][0]["id"]]
    assert [one["text"] for one in tables["comments"]] == ["请大家注意付款条件", "金额已核对"]
    assert tables["tasks"][0]["note"] == "两份"
    assert tables["complaints"][0]["content"] == "晚了三天"
    assert tables["permissions"][0]["state"] == "allowed"
    assert {one["path"] for one in tables["folders"]} >= {"合同", "往来", "往来/2026"}
    assert data["customer"]["uscc"] == customer.uscc
    assert data["customer"]["note"] == "老客户"


def test_contact_data_is_masked_unless_asked_for_with_a_reason(customer: Customer, founder: Person) -> None:
    actor = as_actor(founder)
    masked = json.dumps(export_dossier(customer, actor=actor).contents, ensure_ascii=False)
    assert "13800138000" not in masked
    assert "世纪大道1号" not in masked
    assert "li@huaxin" not in masked
    with pytest.raises(Invalid, match="原因"):
        export_dossier(customer, in_clear=True, actor=actor)
    clear = export_dossier(customer, in_clear=True, actor=with_reason(actor, "移交客户"))
    assert "13800138000" in json.dumps(clear.contents)


def test_no_page_of_a_masked_package_shows_what_is_masked(customer: Customer, founder: Person) -> None:
    archive = opened(export_zip(customer, as_actor(founder)))
    bodies = [archive.read(name) for name in archive.namelist()]
    assert not any(b"13800138000" in body or "世纪大道1号".encode() in body for body in bodies)


def test_a_personal_field_of_a_document_is_masked_likewise(customer: Customer, founder: Person) -> None:
    kind = DocumentType.objects.create(
        code="card",
        name="证件",
        fields=[{"key": "signer", "label": "签约人电话", "type": "text", "personal": True}],
    )
    make_document(customer, by=founder, type=kind, fields={"signer": "张三丰 13900139000"})
    archive = opened(export_zip(customer, as_actor(founder)))
    assert not any(
        words.encode() in archive.read(name)
        for name in archive.namelist()
        for words in ("13900139000", "张三丰")
    )
    clear = export_dossier(customer, in_clear=True, actor=with_reason(as_actor(founder), "移交客户"))
    assert "张三丰 13900139000" in json.dumps(clear.contents, ensure_ascii=False)


def test_who_may_not_unmask_gets_no_clear_data(
    archivist: Person, founder: Person, customer: Customer
) -> None:
    with pytest.raises(Refused, match="明文"):
        export_dossier(customer, in_clear=True, actor=with_reason(as_actor(archivist), "要看"))


def test_who_may_not_export_gets_nothing(sales_a: Person) -> None:
    customer = make_customer("甲公司", by=sales_a)
    with pytest.raises(Refused):
        export_dossier(customer, actor=as_actor(sales_a))
    assert not Event.objects.filter(kind="dossier.exported").exists()


def test_a_document_of_the_top_level_stays_with_the_reason(
    customer: Customer, founder: Person, manager: Person
) -> None:
    secret = make_document(customer, by=founder, content=b"secret", original_name="核心.txt")
    Document.objects.filter(pk=secret.pk).update(classification=Clearance.CORE)
    body = export_zip(customer, as_actor(manager))
    archive = opened(body)
    assert not any(archive.read(name) == b"secret" for name in archive.namelist())
    data = json.loads(
        archive.read(next(name for name in archive.namelist() if name.endswith("dossier.json")))
    )
    assert [one["name"] for one in data["withheld"]] == [secret.name]
    assert "最高密级" in data["withheld"][0]["reason"]


def test_the_ledger_has_it_before_the_first_byte(customer: Customer, founder: Person) -> None:
    files = files_of(export_dossier(customer, actor=as_actor(founder)))
    assert Event.objects.filter(kind="dossier.exported", customer_id=customer.pk).count() == 1
    told = Event.objects.filter(kind="dossier.document_exported").values_list("subject_id", flat=True)
    assert set(told) == set(Document.objects.values_list("pk", flat=True))
    assert next(files).path.startswith("data/历史版本/")


def test_versions_are_not_hashed_again(customer: Customer, founder: Person) -> None:
    dossier = export_dossier(customer, actor=as_actor(founder))
    assert len(dossier.files) == Version.objects.count() == 3
    assert all(len(digest) == 64 for _version, _path, digest in dossier.files)


def test_the_readable_index_opens_without_network_in_both_languages(
    customer: Customer, founder: Person
) -> None:
    archive = opened(export_zip(customer, as_actor(founder)))
    pages = {
        name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist() if ".html" in name
    }
    assert "基本信息" in pages["index.html"]
    assert "<script" not in pages["index.html"]
    assert "http://" not in pages["index.html"]
    assert "https://" not in pages["index.html"]
    assert "Documents" in pages["index.en.html"]
    assert "基本信息" not in pages["index.en.html"]
    assert "创始人" in pages["ledger.html"]
    assert "ledger.jsonl" in pages["ledger.html"]


def test_the_sheets_hold_the_same(customer: Customer, founder: Person) -> None:
    archive = opened(export_zip(customer, as_actor(founder)))
    body = archive.read(next(name for name in archive.namelist() if name.endswith(".xlsx")))
    book = openpyxl.load_workbook(BytesIO(body), read_only=True)
    assert {"客户", "文档", "购买记录", "沟通记录", "评论"} <= set(book.sheetnames)
    rows = list(book["文档"].iter_rows(values_only=True))
    assert len(rows) == 4
    assert any("扫描件 01.pdf" in row for row in rows)


def test_the_ledger_extract_is_json_lines(customer: Customer, founder: Person) -> None:
    archive = opened(export_zip(customer, as_actor(founder)))
    lines = archive.read(
        next(name for name in archive.namelist() if name.endswith("ledger.jsonl"))
    ).splitlines()
    events = [json.loads(line) for line in lines]
    assert len(events) == Event.objects.filter(customer_id=customer.pk).count()
    assert {"customers.registered", "documents.filed", "dossier.exported"} <= {one["kind"] for one in events}


def test_an_english_exporter_gets_the_same_names_of_folders(customer: Customer, founder: Person) -> None:
    with override("en"):
        names = opened(export_zip(customer, as_actor(founder))).namelist()
    assert any("/data/文档/合同/" in name for name in names)


def test_what_is_not_seen_is_not_listed_either(
    customer: Customer, founder: Person, archivist: Person
) -> None:
    secret = make_document(customer, by=founder, content=b"secret", original_name="核心.txt")
    Document.objects.filter(pk=secret.pk).update(classification=Clearance.CORE)
    data = export_dossier(customer, actor=as_actor(archivist)).contents
    assert data["withheld"] == []
    assert len(data["documents"]) == 2
