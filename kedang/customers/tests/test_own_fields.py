"""Custom fields are first class, whatever their type: one table, every place where a field can stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers import field_upkeep, listing
from kedang.customers.actions.change import change_fields
from kedang.customers.actions.fields import change_field, define_field
from kedang.customers.actions.register import keep_first_files
from kedang.customers.actions.settings import change_template, create_custom_field
from kedang.customers.asked import known
from kedang.customers.board import groups_of
from kedang.customers.completeness import Templates
from kedang.customers.editing import check_key
from kedang.customers.export import export_rows
from kedang.customers.fields import FieldDraft
from kedang.customers.history import Words, differences, replay, revisions_of
from kedang.customers.models import Customer, CustomField, CustomPick, FieldType, RecordTemplate
from kedang.customers.options import Option
from kedang.customers.presets import load_presets
from kedang.customers.record import load_state
from kedang.customers.record_page import fact_of
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document
from kedang.jobs import run_pending
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@dataclass(frozen=True)
class Case:
    """`typed` is stored as `stored` and shown as `shown`; `found`: queries that find it, `missed`: that do not."""

    type: str
    typed: str
    stored: Any
    shown: str
    found: tuple[str, ...]
    missed: tuple[str, ...]
    choices: tuple[str, ...] = ()
    is_grouped: bool = False


CASES = [
    Case("text", "光伏 组件", "光伏 组件", "光伏 组件", ("字段:光伏", "field_x:组件", "字段:非空"), ("字段:风电", "字段:空")),
    Case("long", "第一行\n第二行", "第一行\n第二行", "第一行\n第二行", ("字段:第二行",), ("字段:第三行", "字段:空")),
    Case("number", "1,200", "1200", "1200", ("字段>=1000", "字段:1000..2000", "字段=1200"), ("字段<1000",)),
    Case("date", "2026年5月3日", "2026-05-03", "2026-05-03", ("字段:2026-05", "字段>=2026-05-01"), ("字段<2026-05-01",)),
    Case("choice", "金牌", "金牌", "金牌", ("字段:金牌", "字段:金牌,银牌"), ("字段:银牌",), ("金牌", "银牌"), True),
    Case("choices", "银牌、金牌", "金牌\n银牌", "金牌、银牌", ("字段:金牌", "字段:银牌"), ("字段:铜牌",),
         ("金牌", "银牌", "铜牌"), True),
    Case("yes_no", "是", "yes", "是", ("字段:是", "字段:yes"), ("字段:否",), (), True),
    Case("money", "USD 12000", "USD 12000", "USD 12,000.00", ("字段>=1万", "字段:1万..2万"), ("字段<1万",)),
    Case("person", "{person}", "{person}", "客服", ("字段:客服",), ("字段:无此人",), (), True),
]  # fmt: skip


def _ids(case: Case) -> str:
    return case.type


@pytest.fixture(params=CASES, ids=_ids)
def case(request: pytest.FixtureRequest, service: Person) -> Case:
    one: Case = request.param
    if one.type != "person":
        return one
    return Case(
        "person",
        str(service.pk),
        service.pk,
        service.name,
        (f"字段:{service.name}",),
        ("字段:无此人",),
        (),
        True,
    )


@pytest.fixture
def field(case: Case, archivist: Person) -> CustomField:
    return create_custom_field(
        CustomField,
        "字段",
        type=case.type,
        choices=case.choices,
        label_en="Field x",
        actor=as_actor(archivist),
    )


@pytest.fixture
def customer(case: Case, field: CustomField, archivist: Person) -> Customer:
    made = make_customer("有值公司", by=archivist)
    make_customer("无值公司", by=archivist)
    change_fields(made, {field.key: case.typed}, actor=as_actor(archivist))
    return Customer.objects.get(pk=made.pk)


def test_it_is_stored_shown_and_edited_in_place(
    case: Case, field: CustomField, customer: Customer, archivist: Person, client_of: SignIn
) -> None:
    assert load_state(customer)[field.key] == case.stored
    assert fact_of(customer, field.key, as_actor(archivist)).shown == case.shown
    page = client_of(archivist)
    address = reverse("customer_fact", args=[customer.pk, field.key])
    assert page.get(address).status_code == 200
    assert "未填写" in page.post(address, {field.key: ""}).content.decode()
    typed = {field.key: case.typed.split("、") if case.type == "choices" else case.typed}
    shown = page.post(address, typed).content.decode()
    assert case.shown.split("\n")[0] in shown
    assert load_state(customer)[field.key] == case.stored


def test_the_query_language_knows_it_in_both_languages(
    case: Case, field: CustomField, customer: Customer, archivist: Person
) -> None:
    def names(query: str) -> list[str]:
        listed = listing.list_customers(as_actor(archivist), query=query)
        assert listed.error is None, listed.error
        return [row.customer.name for row in listed.rows]

    for query in case.found:
        assert names(query) == ["有值公司"], query
        assert names(query.replace("字段", "Field_x", 1).replace("field_x", "字段", 1)) == ["有值公司"], query
    for query in case.missed:
        assert "有值公司" not in names(query), query
    assert names("字段:空") == ["无值公司"]


def test_it_is_a_column_and_a_group_of_the_list(
    case: Case, field: CustomField, customer: Customer, archivist: Person
) -> None:
    actor = as_actor(archivist)
    columns = known([field.key])
    listed = listing.list_customers(actor, columns=columns, order=field.key)
    shown = {row.customer.name: row.more.get(field.key, "") for row in listed.rows}
    assert shown == {"有值公司": case.shown, "无值公司": ""}
    if case.is_grouped:
        groups = groups_of(actor, "", field.key, columns).groups
        filled = [(group.label, [row.customer.name for row in group.rows]) for group in groups if group.rows]
        assert filled[0][1] == ["有值公司"]
        assert filled[-1] == ("未填写", ["无值公司"])
        again = listing.list_customers(actor, query=groups[0].query)
        assert [row.customer.name for row in again.rows] in (["有值公司"], [])


def test_it_is_in_the_export_and_in_history(
    case: Case, field: CustomField, customer: Customer, archivist: Person
) -> None:
    headings, *rows = export_rows("", in_clear=False, actor=as_actor(archivist))
    at = headings.index("字段")
    exported = {row[1]: row[at] for row in rows}
    assert exported["有值公司"] == ("USD 12000" if case.type == "money" else case.shown)
    newest = revisions_of(customer)[0]
    words = Words(newest.changes, plain=False)
    assert words.of(field.key, newest.changes[0]["new"]) == case.shown
    with translation.override("en"):
        assert words.label(newest.changes[0]) == "Field x"


def test_nonsense_is_refused_with_the_field_named(case: Case, field: CustomField, archivist: Person) -> None:
    nonsense = {"number": "很多", "date": "昨天吧", "choice": "钻石", "choices": "金牌、钻石", "yes_no": "也许",
                "money": "多少 钱", "person": "路人", "text": "长" * 1001, "long": "长" * 10_001}  # fmt: skip
    with pytest.raises(Invalid) as error:
        change_fields(
            make_customer(by=archivist), {field.key: nonsense[case.type]}, actor=as_actor(archivist)
        )
    assert error.value.field == field.key


@pytest.mark.parametrize("type", [one for one in FieldType.values if one != FieldType.FILE])
def test_a_sealed_field_answers_to_its_whole_value_only(
    type: str, archivist: Person, service: Person
) -> None:
    case = next(one for one in CASES if one.type == type)
    actor = as_actor(archivist)
    field = create_custom_field(
        CustomField, "密字段", type=type, choices=case.choices, is_personal=True, purpose="服务", actor=actor
    )
    customer = make_customer("有值公司", by=archivist)
    make_customer("无值公司", by=archivist)
    typed = case.typed.format(person=service.pk)
    change_fields(customer, {field.key: typed}, actor=actor)
    stored = customer.custom_values.get()
    assert (stored.text, stored.long, stored.number, stored.date, stored.person_id) == (
        "",
        "",
        None,
        None,
        None,
    )

    def names(query: str) -> list[str]:
        return [row.customer.name for row in listing.list_customers(actor, query=query).rows]

    whole = typed.replace("\n", " ") if type == "long" else typed
    if type != "long":
        assert names(f'密字段="{whole}"') == ["有值公司"]
    assert names("密字段:空") == ["无值公司"]
    assert names("密字段:非空") == ["有值公司"]
    refused = listing.list_customers(actor, query="密字段>1")
    assert refused.error is not None
    assert "加密" in str(refused.error)


def test_its_protection_may_change_under_stored_values_and_back(
    case: Case,
    field: CustomField,
    customer: Customer,
    archivist: Person,
    client_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(field_upkeep, "CHUNK", 1)
    for number in range(2):
        change_fields(
            make_customer(f"另一家{number}", by=archivist), {field.key: case.typed}, actor=as_actor(archivist)
        )
    plain = _stored(field)
    page, address = client_of(archivist), reverse("custom_field", args=[field.pk])
    _protect(field, case, archivist, is_personal=True)
    assert "正在把客户填过的内容换成新的保存方式" in page.get(address).content.decode()
    with pytest.raises(Conflict, match="正在改换保存方式"):
        _protect(field, case, archivist, is_personal=False)
    # The first chunk, and the worker is gone; whoever comes next goes on.
    assert field_upkeep.reseal_holders(field.pk, 0) is not None
    assert [one.sealed is None for one in field.uses.order_by("customer_id")] == [False, True, True]
    assert load_state(customer)[field.key] == case.stored
    run_pending()
    assert {one.sealed is None for one in field.uses.all()} == {False}
    assert {(one.text, one.long, one.number, one.date, one.person_id) for one in field.uses.all()} == {
        ("", "", None, None, None)
    }
    assert not CustomPick.objects.filter(field=field).exists()
    assert load_state(customer)[field.key] == case.stored
    _protect(field, case, archivist, is_personal=False)
    run_pending()
    assert _stored(field) == plain
    assert list(CustomField.objects.filter(is_resealing=True)) == []
    found = listing.list_customers(as_actor(archivist), query=case.found[0])
    assert found.rows[-1].customer == customer


def test_its_type_is_not_changed_under_stored_values(
    case: Case, field: CustomField, customer: Customer, archivist: Person
) -> None:
    other = "text" if case.type != "text" else "long"
    with pytest.raises(Conflict, match="不能改类型"):
        change_field(field, FieldDraft("字段", other), actor=as_actor(archivist))


def _protect(field: CustomField, case: Case, by: Person, *, is_personal: bool) -> None:
    draft = FieldDraft(
        "字段",
        case.type,
        [Option(one, one) for one in case.choices],
        label_en="Field x",
        is_personal=is_personal,
        purpose="测试" if is_personal else "",
    )
    change_field(field, draft, actor=as_actor(by))


def _stored(field: CustomField) -> list[tuple[Any, ...]]:
    rows = field.uses.order_by("customer_id")
    values = rows.values_list("customer_id", "text", "long", "number", "date", "person_id", "sealed", "token")
    picks = CustomPick.objects.filter(field=field).order_by("customer_id", "option")
    return [*values, *picks.values_list("customer_id", "option")]


def test_a_file_comes_along_with_a_new_customer(
    sales_a: Person, archivist: Person, client_of: SignIn
) -> None:
    actor = as_actor(archivist)
    load_presets()
    field = define_field(CustomField, FieldDraft("营业执照", "file"), actor=actor)
    template = RecordTemplate.objects.get(pk=Templates.load().id_for({"kind": "enterprise"}) or 0)
    placed = [*template.fields.values_list("key", flat=True)]
    change_template(
        template,
        fields=[*((key, False) for key in placed), (field.key, True)],
        gap_policy="block",
        actor=actor,
    )
    page = client_of(sales_a)
    form = page.get(reverse("customer_new")).content.decode()
    assert f'type="file" name="custom_{field.pk}"' in form
    sent = {"kind": "enterprise", "name": "有照公司", "stage": "prospect"}
    assert page.post(reverse("customer_new"), sent).status_code == 422
    scan = SimpleUploadedFile("执照.txt", "统一社会信用代码".encode())
    assert page.post(reverse("customer_new"), {**sent, f"custom_{field.pk}": scan}).status_code == 302
    made = Customer.objects.get(name="有照公司")
    document = Document.objects.get(customer=made)
    assert load_state(made)[field.key] == document.pk
    assert differences(replay(made), load_state(made)) == []
    with pytest.raises(Conflict, match="已经有人改过"):
        keep_first_files(made, {field.pk: document.pk}, actor=as_actor(sales_a))


def test_a_file_field_is_no_matter_of_bulk(archivist: Person, client_of: SignIn) -> None:
    field = define_field(CustomField, FieldDraft("营业执照", "file"), actor=as_actor(archivist))
    page = client_of(archivist)
    refused = page.get(reverse("customers_edit_field"), {"key": field.key})
    assert refused.status_code == 400
    with pytest.raises(Invalid, match="每位客户的文件不同"):
        check_key(field.key)
    listed = SimpleUploadedFile("a.csv", "名称,营业执照\n甲公司,scan.pdf\n".encode())
    answer = page.post(reverse("intake:customers_new"), {"file": listed}, follow=True)
    assert "“营业执照”是文件字段，列表带不了文件" in answer.content.decode()


def test_how_long_it_is_kept_is_chosen_in_the_designer(archivist: Person, client_of: SignIn) -> None:
    page = client_of(archivist)
    sent = {"label": "开户资料", "type": "text", "retention": "AML-ID"}
    assert page.post(reverse("custom_field_new"), sent).status_code == 302
    field = CustomField.objects.get(label="开户资料")
    assert field.retention == "AML-ID"
    shown = page.get(reverse("custom_field", args=[field.pk])).content.decode()
    assert '<option value="AML-ID" selected>' in shown
    refused = page.post(reverse("custom_field", args=[field.pk]), {**sent, "retention": "EVER"})
    assert refused.status_code == 400
