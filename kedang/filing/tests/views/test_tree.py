from django.test import Client
from django.urls import reverse

from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.tests.conftest import MakeCustomer
from kedang.filing.tests.views.test_settings import signed_in
from kedang.people.models import Person


def level(client: Client, by: str, value: str, **query: str) -> str:
    return client.get(reverse("filing:level", args=[by, value]), query).content.decode()


def test_a_customer_stands_in_the_branch_of_its_stage(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    make_customer("ABC公司", stage="现有客户")
    client = signed_in(sales_a)
    page = client.get(reverse("filing:tree")).content.decode()
    assert "现有客户" in page
    assert "已流失客户" not in page
    assert "ABC公司" in level(client, "stage", "current")
    assert "ABC公司" not in level(client, "stage", "prospect")


def test_regions_and_industries_open_level_by_level(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    make_customer("甲公司", region="浙江省杭州市西湖区", industry="J66")
    make_customer("乙公司", region="浙江省")
    client = signed_in(sales_a)
    assert "浙江省" in client.get(reverse("filing:tree"), {"by": "region"}).content.decode()
    province = level(client, "region", "330000")
    assert "杭州市" in province
    assert "乙公司" in province
    assert "甲公司" not in province
    assert "甲公司" in level(client, "region", "330106")
    assert "J66" not in client.get(reverse("filing:tree"), {"by": "industry"}).content.decode()
    assert "货币金融服务" in level(client, "industry", "J")
    assert "甲公司" in level(client, "industry", "J66")
    assert "乙公司" in level(client, "industry", "-")


def test_nobody_sees_others_customers_or_their_counts(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_b: Person
) -> None:
    customer = make_customer("ABC公司", stage="现有客户")
    client = signed_in(sales_b)
    assert "这里还没有客户" in client.get(reverse("filing:tree")).content.decode()
    assert "ABC公司" not in level(client, "stage", "current")
    assert client.get(reverse("filing:customer_folders", args=[customer.pk])).status_code == 404


def test_many_customers_come_page_by_page(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    customers = [make_customer(f"客户{n:03d}") for n in range(52)]
    client = signed_in(sales_a)
    first = level(client, "stage", "prospect")
    assert "客户051" in first
    assert "客户001" not in first
    second = level(client, "stage", "prospect", after=str(customers[2].pk))
    assert "客户001" in second
    assert "更多客户" not in second


def test_a_customers_folders_come_with_their_rule_path(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    customer = make_customer(projects=("营销项目",))
    page = signed_in(sales_a).get(reverse("filing:customer_folders", args=[customer.pk])).content.decode()
    assert 'data-rule-path="华东销售部/潜在客户/ABC公司/项目/营销项目"' in page


def test_folders_are_made_renamed_moved_and_trashed_over_the_page(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer, client = make_customer(), signed_in(archivist)
    address = reverse("filing:new_folder", args=[customer.pk])
    assert "文件夹名称" in client.get(address).content.decode()
    assert client.post(address, {"name": "补充", "below": "合同"}).status_code == 302
    folder = Folder.objects.get(path="合同/补充")
    answer = client.post(
        reverse("filing:rename_folder", args=[folder.pk]),
        {"name": "补充协议"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    assert "kd:folders" in answer["HX-Trigger"]
    client.post(reverse("filing:move_folder", args=[folder.pk]), {"below": "发票"})
    client.post(reverse("filing:classify_folder", args=[folder.pk]), {"level": "3"})
    folder.refresh_from_db()
    assert (folder.path, folder.classification) == ("发票/补充协议", 3)
    client.post(reverse("filing:trash_folder", args=[folder.pk]))
    folder.refresh_from_db()
    assert folder.trashed_at
    client.post(reverse("filing:restore_folder", args=[folder.pk]))
    folder.refresh_from_db()
    assert folder.trashed_at is None


def test_a_refusal_stands_at_its_field(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer, client = make_customer(), signed_in(archivist)
    ensure_folder(customer, "补充")
    page = client.post(reverse("filing:new_folder", args=[customer.pk]), {"name": "补充"}).content.decode()
    assert "已经存在" in page


def test_a_stranger_renames_nothing(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_b: Person
) -> None:
    folder = ensure_folder(make_customer(), "补充")
    answer = signed_in(sales_b).post(reverse("filing:rename_folder", args=[folder.pk]), {"name": "别的"})
    assert answer.status_code == 404
    assert signed_in(sales_b).post(reverse("filing:restore_folder", args=[folder.pk])).status_code == 404
