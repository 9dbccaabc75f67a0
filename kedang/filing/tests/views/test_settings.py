import pytest
from django.test import Client
from django.urls import reverse

from kedang.access.models import NumberingRule
from kedang.filing.models import DocumentType, FolderTemplate, NamingRule
from kedang.people.models import Person

PAGES = ("templates", "new_template", "types", "new_type", "naming", "numbering")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("page", PAGES)
def test_the_archivist_opens_every_page(presets: FolderTemplate, archivist: Person, page: str) -> None:
    assert signed_in(archivist).get(reverse(f"filing:{page}")).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_salesman_opens_none(presets: FolderTemplate, sales_a: Person, page: str) -> None:
    assert signed_in(sales_a).get(reverse(f"filing:{page}")).status_code == 403


def rows(template: FolderTemplate) -> dict[str, list[str]]:
    """The first rows of the designer as a browser sends them."""
    nodes = template.nodes[:3]
    return {
        "name": [node["name"] for node in nodes],
        "depth": ["0"] * 3,
        "key": [node["key"] for node in nodes],
        "classification": ["1"] * 3,
    }


def test_a_row_is_added_without_saving(presets: FolderTemplate, archivist: Person) -> None:
    page = signed_in(archivist).post(
        reverse("filing:template", args=[presets.pk]), {**rows(presets), "title": "通用", "op": "add:1"}
    )
    assert page.content.decode().count('name="name"') == 4
    presets.refresh_from_db()
    assert presets.version == 1


def test_a_template_is_saved_and_the_way_leads_to_the_preview(
    presets: FolderTemplate, archivist: Person
) -> None:
    sent = {
        **rows(presets),
        "title": "通用模板",
        "kind": "enterprise",
        "note": "精简",
        "revision": "1",
        "op": "save",
    }
    answer = signed_in(archivist).post(reverse("filing:template", args=[presets.pk]), sent)
    assert answer["Location"] == reverse("filing:apply", args=[presets.pk])
    presets.refresh_from_db()
    assert (presets.name, presets.kind, presets.version, len(presets.nodes)) == (
        "通用模板",
        "enterprise",
        2,
        3,
    )


def test_a_mistake_stays_on_the_page_with_what_was_typed(presets: FolderTemplate, archivist: Person) -> None:
    sent = {**rows(presets), "title": "通用", "op": "save", "revision": "1"}
    sent["name"] = ["合同", "合同", "发票"]
    page = signed_in(archivist).post(reverse("filing:template", args=[presets.pk]), sent).content.decode()
    assert "两个“合同”" in page
    assert page.count('name="name"') == 3


def test_the_example_follows_what_is_typed(presets: FolderTemplate, archivist: Person) -> None:
    sent = {"name": ["项目", "{项目}"], "depth": ["0", "1"], "key": ["", ""], "classification": ["1", "1"]}
    client = signed_in(archivist)
    assert "营销项目" in client.post(reverse("filing:example"), sent).content.decode()
    sent["name"] = ["项目", "{客户}"]
    assert "没有叫“客户”的变量" in client.post(reverse("filing:example"), sent).content.decode()


def test_a_type_is_made_with_fields(presets: FolderTemplate, archivist: Person) -> None:
    sent = {
        "name": "保函",
        "aliases": "担保函，bond",
        "folder": "contracts",
        "classification": "3",
        "formats": "pdf, ofd",
        "naming_rule": "",
        "field_key": ["", ""],
        "field_label": ["保函编号", "种类"],
        "field_type": ["text", "choice"],
        "field_choices": ["", "履约，投标"],
        "field_required": ["0"],
        "op": "save",
    }
    answer = signed_in(archivist).post(reverse("filing:new_type"), sent)
    assert answer.status_code == 302
    made = DocumentType.objects.get(name="保函")
    assert made.aliases == ["担保函", "bond"]
    assert [field.get("required", False) for field in made.fields] == [True, False]
    assert made.fields[1]["choices"] == ["履约", "投标"]


def test_a_type_is_edited_retired_and_returned(presets: FolderTemplate, archivist: Person) -> None:
    client, quote = signed_in(archivist), DocumentType.objects.get(code="quote")
    page = client.get(reverse("filing:type", args=[quote.pk])).content.decode()
    assert "报价单号" in page
    client.post(reverse("filing:retire_type", args=[quote.pk]))
    quote.refresh_from_db()
    assert quote.retired_at
    assert "重新启用" in client.get(reverse("filing:types")).content.decode()
    client.post(reverse("filing:retire_type", args=[quote.pk]))
    quote.refresh_from_db()
    assert quote.retired_at is None


def test_the_naming_example_shows_names_or_the_mistake(presets: FolderTemplate, archivist: Person) -> None:
    client = signed_in(archivist)
    address = reverse("filing:naming_example")
    assert "ABC公司_20231001_合同_2.pdf" in client.get(address).content.decode()
    assert "是不是想写 {客户}" in client.get(address, {"text": "{客户名}"}).content.decode()


def test_a_naming_rule_is_saved(presets: FolderTemplate, archivist: Person) -> None:
    client = signed_in(archivist)
    client.post(reverse("filing:naming"), {"text": "{客户}_{类型}_{日期}"})
    assert NamingRule.objects.get().text == "{客户}_{类型}_{日期}"
    assert "没有变量" in client.post(reverse("filing:naming"), {"text": "合同"}).content.decode()


def test_a_numbering_rule_is_shown_and_saved(presets: FolderTemplate, archivist: Person) -> None:
    client = signed_in(archivist)
    address = reverse("filing:numbering_example", args=["archive"])
    shown = client.get(address, {"template": "{全宗号}-{门类}·{年}·{期限}·{机构}-{件号:4}"}).content.decode()
    assert "Z109-ZY·KH·" in shown
    client.post(reverse("filing:numbering", args=["customer"]), {"template": "C{年}{序号:4}"})
    assert NumberingRule.objects.get(series="customer").template == "C{年}{序号:4}"
    assert client.get(reverse("filing:numbering", args=["nothing"])).status_code == 404


def test_re_applying_says_that_nothing_is_to_do(presets: FolderTemplate, archivist: Person) -> None:
    page = signed_in(archivist).get(reverse("filing:apply", args=[presets.pk])).content.decode()
    assert "都与模板一致" in page
