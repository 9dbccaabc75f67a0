"""The designer's pages: arrangement, preview, what a change means, and who gets in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict
from kedang.customers import design
from kedang.customers.actions.change import change_fields
from kedang.customers.actions.fields import define_field
from kedang.customers.actions.settings import (
    Placed,
    change_template,
    create_template,
    resume_template,
    retire_template,
)
from kedang.customers.fields import FieldDraft
from kedang.customers.models import CustomField, FieldType, RecordTemplate
from kedang.customers.options import Option
from kedang.customers.presets import load_presets
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def actor(archivist: Person) -> Actor:
    load_presets()
    return as_actor(archivist)


@pytest.fixture
def template(actor: Actor) -> RecordTemplate:
    return RecordTemplate.objects.get(name="企业")


@pytest.fixture
def page(client_of: SignIn, archivist: Person, actor: Actor) -> Client:
    return client_of(archivist)


def text(response: Any) -> str:
    return str(response.content.decode())


def placed(template: RecordTemplate) -> list[Placed]:
    return [Placed(one.key, one.is_required, one.group, one.group_en) for one in template.fields.all()]


def test_the_layout_goes_to_the_page_and_comes_back_the_same(template: RecordTemplate, page: Client) -> None:
    url = reverse("record_template", args=[template.pk])
    groups = design.groups_of(template, design.items_of(template))
    before = placed(template)
    sent = {
        "layout": design.layout_of(groups),
        "gap_policy": "warn",
        "name": "企业",
        "revision": template.revision,
    }
    assert page.post(url, sent).status_code == 302
    assert placed(RecordTemplate.objects.get(pk=template.pk)) == before
    layout = [["基本", "Basics", [["industry", 1], ["uscc", 0]]], ["", "", [["note", 0]]]]
    page.post(url, sent | {"layout": json.dumps(layout), "revision": template.revision + 1})
    assert placed(RecordTemplate.objects.get(pk=template.pk)) == [
        Placed("industry", True, "基本", "Basics"), Placed("uscc", False, "基本", "Basics"), Placed("note"),
    ]  # fmt: skip


def test_who_was_slower_keeps_what_was_typed_and_is_told(template: RecordTemplate, page: Client) -> None:
    url = reverse("record_template", args=[template.pk])
    answer = page.post(url, {"layout": "[]", "gap_policy": "block", "name": "企业", "revision": 99})
    assert answer.status_code == 409
    assert "有人刚刚改过这个模板" in text(answer)
    assert page.post(url, {"layout": "nonsense", "gap_policy": "warn", "name": "企业"}).status_code == 400


def test_the_preview_says_what_a_change_means_for_stored_records(
    template: RecordTemplate, page: Client, actor: Actor
) -> None:
    field = define_field(CustomField, FieldDraft("合作级别", "choice", [Option("", "金牌")]), actor=actor)
    for name in ("甲", "乙", "丙"):
        made = make_customer(name, by=actor)
    change_fields(made, {field.key: "金牌", "industry": "金融"}, actor=actor)
    layout = [["级别", "", [[field.key, 1]]]]
    shown = text(
        page.post(
            reverse("record_template_preview", args=[template.pk]),
            {"layout": json.dumps(layout), "gap_policy": "block"},
        )
    )
    assert "“合作级别”改为必填：现有 2 位客户缺这一项" in shown
    assert "不再列出“行业”：1 位客户填过" in shown
    assert "金牌" in shown
    assert placed(template) == placed(RecordTemplate.objects.get(pk=template.pk))


def test_a_copy_has_the_fields_of_its_original_for_another_industry(
    template: RecordTemplate, page: Client
) -> None:
    page.post(reverse("record_templates"), {"name": "企业（教育）", "like": template.pk, "industry": "P"})
    copy = RecordTemplate.objects.get(name="企业（教育）")
    assert (copy.kind, copy.industry, placed(copy)) == (template.kind, "P", placed(template))


def test_a_template_goes_out_of_use_and_comes_back(template: RecordTemplate, actor: Actor) -> None:
    retire_template(template, actor=actor)
    template.refresh_from_db()
    with pytest.raises(Conflict):
        retire_template(template, actor=actor)
    resume_template(template, actor=actor)
    template.refresh_from_db()
    assert template.retired_at is None


def test_two_templates_do_not_share_a_name(template: RecordTemplate, actor: Actor) -> None:
    other = create_template(RecordTemplate, "另一个", "enterprise", actor=actor)
    with pytest.raises(Conflict):
        change_template(other, fields=[], gap_policy="warn", name="企业", actor=actor)


@pytest.mark.parametrize("type", FieldType.values)
def test_a_field_of_every_type_is_made_previewed_and_changed_on_its_page(type: str, page: Client) -> None:
    sent = {
        "label": "新字段",
        "label_en": "New field",
        "type": type,
        "choices": "甲 | A\n乙",
        "help": "怎么填",
    }
    assert "新字段" in text(page.post(reverse("custom_field_preview"), sent))
    assert page.post(reverse("custom_field_new"), sent).status_code == 302
    field = CustomField.objects.get(label="新字段")
    assert (field.type, field.help) == (type, "怎么填")
    assert "怎么填" in text(page.get(reverse("custom_field", args=[field.pk])))
    sent |= {
        "label": "改名",
        "revision": str(field.revision),
        "choices": "",
        "option_0": "甲",
        "option_1": "丁",
    }
    sent |= {"layout": '[["","",[["1",0],["0",0]]]]'}
    answer = page.post(reverse("custom_field", args=[field.pk]), sent)
    assert answer.status_code == 302, text(answer)
    field.refresh_from_db()
    assert (field.label, field.former_labels) == ("改名", ["新字段"])
    if field.has_options:
        assert field.choices == ["乙", "甲"]
        assert field.options["乙"] == {"label": "丁"}


def test_the_page_says_at_which_entry_a_definition_fails(page: Client) -> None:
    answer = page.post(reverse("custom_field_new"), {"label": "习惯", "type": "text", "is_personal": "on"})
    assert answer.status_code == 400
    assert "个人信息要写明用途" in text(answer)
    assert 'value="习惯"' in text(answer)


@pytest.mark.parametrize(
    ("who", "sees", "keeps"),
    [
        ("archivist", True, True), ("system_admin", True, False), ("manager", True, False), ("auditor", True, False),
        ("head", False, False), ("sales_a", False, False), ("service", False, False),
    ],
)  # fmt: skip
def test_who_gets_into_the_designer(
    who: str,
    sees: bool,
    keeps: bool,
    template: RecordTemplate,
    client_of: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    page = client_of(request.getfixturevalue(who))
    for address in (reverse("record_templates"), reverse("custom_fields")):
        assert page.get(address).status_code == (200 if sees else 403)
    shown = page.get(reverse("record_template", args=[template.pk]))
    assert shown.status_code == (200 if sees else 404)
    assert ("保存模板" in text(shown)) is keeps
    made = page.post(reverse("custom_field_new"), {"label": "新", "type": "text"})
    assert made.status_code == (302 if keeps else 403)
