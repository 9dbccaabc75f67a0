import pytest

from kedang.access import numbering
from kedang.access.models import NumberingRule
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.filing.actions.rules import set_naming_rule, set_numbering_rule
from kedang.filing.actions.types import (
    create_document_type,
    edit_document_type,
    retire_document_type,
    return_document_type,
)
from kedang.filing.models import DocumentType, FolderTemplate, NamingRule
from kedang.filing.presets import load_preset, summary
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person


def test_the_presets_are_loaded_once(presets: FolderTemplate, archivist: Person) -> None:
    edit_document_type(DocumentType.objects.get(code="contract"), name="契约", actor=as_actor(archivist))
    count = DocumentType.objects.count()
    load_preset(None, "general", actor=as_actor(archivist))
    assert DocumentType.objects.count() == count == 16
    assert DocumentType.objects.get(code="contract").name == "契约"
    assert FolderTemplate.objects.count() == 1
    assert "合同" in str(summary("general")[1])


def test_an_industrys_own_types_come_on_top(presets: FolderTemplate, archivist: Person) -> None:
    load_preset(None, "manufacturing", actor=as_actor(archivist))
    drawing = DocumentType.objects.get(code="drawing")
    assert (drawing.folder, drawing.classification) == ("drawings", 3)
    assert FolderTemplate.objects.filter(name="制造").exists()


def test_a_type_has_its_own_fields(archivist: Person) -> None:
    made = create_document_type(
        DocumentType,
        name="保函",
        fields=[{"label": "保函编号", "required": True}, {"label": "金额", "type": "money"}],
        formats=[".PDF", "pdf", " ofd "],
        naming_rule="{客户}_{字段:保函编号}",
        actor=as_actor(archivist),
    )
    assert made.demanded == ["f1"]
    assert made.formats == ["pdf", "ofd"]
    assert made.code.startswith("type-")


def test_what_changed_of_a_type_is_in_the_ledger(presets: FolderTemplate, archivist: Person) -> None:
    contract = DocumentType.objects.get(code="contract")
    edit_document_type(contract, name="合同书", folder="contracts", actor=as_actor(archivist))
    changes = (read_payload(Event.objects.get(kind="filing.type_edited")) or {})["changes"]
    assert [(change["field"], change["old"], change["new"]) for change in changes] == [
        ("name", "合同", "合同书")
    ]


def test_a_name_stands_for_one_type(presets: FolderTemplate, archivist: Person) -> None:
    actor = as_actor(archivist)
    retire_document_type(DocumentType.objects.get(code="quote"), actor=actor)
    with pytest.raises(Conflict, match="已停用"):
        create_document_type(DocumentType, name="报价单", actor=actor)
    return_document_type(DocumentType.objects.get(code="quote"), actor=actor)
    assert DocumentType.objects.get(code="quote").retired_at is None


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""},
        {"name": "甲", "formats": ["p d f"]},
        {"name": "甲", "naming_rule": "{客"},
        {"name": "甲", "classification": 9},
    ],
)
def test_a_type_that_cannot_be_is_refused(archivist: Person, facts: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        create_document_type(DocumentType, actor=as_actor(archivist), **facts)


def test_the_general_naming_rule_is_set_and_kept_with_the_old_one(archivist: Person) -> None:
    set_naming_rule(None, "{客户}_{日期}", actor=as_actor(archivist))
    set_naming_rule(None, "{客户}_{类型}_{日期}", actor=as_actor(archivist))
    assert NamingRule.objects.get().text == "{客户}_{类型}_{日期}"
    change = (read_payload(Event.objects.filter(kind="filing.naming_rule_set").latest("pk")) or {})[
        "changes"
    ][0]
    assert change["old"] == "{客户}_{日期}"
    with pytest.raises(Invalid):
        set_naming_rule(None, "合同", actor=as_actor(archivist))


def test_the_numbering_rule_holds_for_the_next_number(archivist: Person) -> None:
    set_numbering_rule(None, "customer", "C{序号:3}", actor=as_actor(archivist))
    assert numbering.issue("customer", [{}]) == ["C001"]
    set_numbering_rule(None, "customer", "D{序号:3}", actor=as_actor(archivist))
    assert numbering.issue("customer", [{}]) == ["D001"]
    assert NumberingRule.objects.get().revision == 2
    with pytest.raises(Invalid, match="序号"):
        set_numbering_rule(None, "customer", "D", actor=as_actor(archivist))


def test_a_salesman_sets_no_rules(sales_a: Person) -> None:
    with pytest.raises(Refused):
        set_naming_rule(None, "{客户}_{日期}", actor=as_actor(sales_a))
    with pytest.raises(Refused):
        set_numbering_rule(None, "customer", "C{序号}", actor=as_actor(sales_a))
