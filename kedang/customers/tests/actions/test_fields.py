"""Fields as an organisation defines them: names, options, what stored values forbid, and who may."""

from __future__ import annotations

import pytest

from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers import listing, options
from kedang.customers.actions.change import change_fields
from kedang.customers.actions.fields import (
    change_field,
    define_field,
    delete_field,
    resume_field,
    retire_field,
)
from kedang.customers.fields import FieldDraft
from kedang.customers.history import Words, revisions_of
from kedang.customers.models import Customer, CustomField, CustomValue
from kedang.customers.options import Option
from kedang.customers.record import load_state
from kedang.customers.record_page import fact_of, facts_of_record
from kedang.customers.tasks import complete_tokens
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

LEVELS = [Option("", "金牌", "Gold"), Option("", "银牌"), Option("", "铜牌")]


@pytest.fixture
def actor(archivist: Person) -> Actor:
    return as_actor(archivist)


@pytest.fixture
def level(actor: Actor) -> CustomField:
    return define_field(CustomField, FieldDraft("合作级别", "choice", LEVELS, label_en="Level"), actor=actor)


def names(actor: Actor, query: str) -> list[str]:
    listed = listing.list_customers(actor, query=query)
    assert listed.error is None, listed.error
    return sorted(row.customer.name for row in listed.rows)


def test_every_change_of_a_field_is_one_event(level: CustomField, actor: Actor) -> None:
    change_field(level, FieldDraft("级别", "choice", options.options_of(level)), actor=actor)
    retire_field(CustomField.objects.get(), actor=actor)
    resume_field(CustomField.objects.get(), actor=actor)
    delete_field(CustomField.objects.get(), actor=actor)
    assert Event.objects.filter(kind="customers.field_changed").count() == 5
    assert not CustomField.objects.exists()


def test_an_option_renamed_or_merged_changes_what_records_say_and_not_the_records(
    level: CustomField, actor: Actor
) -> None:
    gold, bronze = make_customer("甲", by=actor), make_customer("乙", by=actor)
    change_fields(gold, {level.key: "Gold"}, actor=actor)
    change_fields(bronze, {level.key: "铜牌"}, actor=actor)
    before = list(CustomValue.objects.order_by("pk").values_list("text", flat=True))
    rows = [Option("金牌", "钻石"), Option("银牌", "银牌"), Option("铜牌", "铜牌", into="银牌")]
    change_field(level, FieldDraft("合作级别", "choice", rows), actor=actor)
    run_pending()
    assert list(CustomValue.objects.order_by("pk").values_list("text", flat=True)) == before
    level = CustomField.objects.get()
    assert fact_of(gold, level.key).shown == "钻石"
    assert fact_of(bronze, level.key).shown == "银牌"
    assert names(actor, "合作级别:钻石") == names(actor, "合作级别:金牌") == ["甲"]
    assert names(actor, "合作级别:银牌") == ["乙"]
    assert names(actor, "钻石") == ["甲"]
    change = revisions_of(gold)[0].changes
    assert Words(change, plain=False).of(level.key, change[0]["new"]) == "钻石"
    assert options.read(level, "铜牌") == "银牌"


def test_a_renamed_field_answers_to_its_old_name(level: CustomField, actor: Actor) -> None:
    change_fields(make_customer("甲", by=actor), {level.key: "金牌"}, actor=actor)
    change_field(level, FieldDraft("级别", "choice", options.options_of(level)), actor=actor)
    assert names(actor, "级别:金牌") == names(actor, "合作级别:金牌") == ["甲"]


def test_what_is_stored_keeps_its_type_and_changes_its_storage_once_at_a_time(
    level: CustomField, actor: Actor
) -> None:
    change_field(level, FieldDraft("合作级别", "text"), actor=actor)
    level.refresh_from_db()
    change_fields(make_customer(by=actor), {level.key: "高"}, actor=actor)
    with pytest.raises(Conflict) as type_kept:
        change_field(level, FieldDraft("合作级别", "number"), actor=actor)
    assert type_kept.value.field == "type"
    assert "新建一个字段" in str(type_kept.value.remedy)
    change_field(level, FieldDraft("合作级别", "text", is_personal=True, purpose="服务"), actor=actor)
    with pytest.raises(Conflict) as storage_kept:
        change_field(level, FieldDraft("合作级别", "text"), actor=actor)
    assert storage_kept.value.field == "is_personal"
    with pytest.raises(Conflict):
        delete_field(level, actor=actor)


def test_a_retired_field_keeps_what_records_hold_and_takes_nothing_new(
    level: CustomField, actor: Actor
) -> None:
    customer = make_customer(by=actor)
    change_fields(customer, {level.key: "金牌"}, actor=actor)
    retire_field(level, actor=actor)
    shown = {one.key: one for one in facts_of_record(customer)}
    assert (shown[level.key].shown, shown[level.key].is_former) == ("金牌", True)
    with pytest.raises(Invalid, match="已停用"):
        change_fields(customer, {level.key: "银牌"}, actor=actor)
    resume_field(CustomField.objects.get(), actor=actor)
    change_fields(customer, {level.key: "银牌"}, actor=actor)
    assert load_state(Customer.objects.get())[level.key] == "银牌"


@pytest.mark.parametrize(
    ("draft", "entry"),
    [
        (FieldDraft(""), "label"),
        (FieldDraft("甲", "colour"), "type"),
        (FieldDraft("甲", "choice"), "choices"),
        (FieldDraft("甲", "choices", [Option("", "甲、乙")]), "choices"),
        (FieldDraft("甲", "choice", [Option("", "甲"), Option("", "甲")]), "choices"),
        (FieldDraft("甲", is_personal=True), "purpose"),
        (FieldDraft("合作级别"), "label"),
        (FieldDraft("甲", label_en="Level"), "label_en"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused_at_its_entry(
    draft: FieldDraft, entry: str, level: CustomField, actor: Actor
) -> None:
    with pytest.raises((Invalid, Conflict)) as error:
        define_field(CustomField, draft, actor=actor)
    assert error.value.field == entry


def test_options_do_not_run_in_a_ring(level: CustomField, actor: Actor) -> None:
    rows = [Option("金牌", "金牌", into="银牌"), Option("银牌", "银牌", into="金牌"), Option("铜牌", "铜牌")]
    with pytest.raises(Invalid, match="绕成了圈"):
        change_field(level, FieldDraft("合作级别", "choice", rows), actor=actor)


def test_who_was_slower_is_told(level: CustomField, actor: Actor) -> None:
    draft = FieldDraft("级别", "choice", options.options_of(level))
    change_field(level, draft, revision=level.revision, actor=actor)
    with pytest.raises(Conflict, match="刚刚改过"):
        change_field(level, draft, revision=level.revision, actor=actor)


@pytest.mark.parametrize("who", ["sales_a", "service", "head", "auditor", "system_admin", "manager"])
def test_only_who_keeps_the_rules_changes_fields(
    who: str, level: CustomField, request: pytest.FixtureRequest
) -> None:
    other = as_actor(request.getfixturevalue(who))
    with pytest.raises(Refused):
        define_field(CustomField, FieldDraft("新字段"), actor=other)
    for deed in (retire_field, delete_field):
        with pytest.raises((Refused, NotFound)):
            deed(level, actor=other)


def test_sealed_values_of_before_get_their_token_at_night(actor: Actor) -> None:
    field = define_field(CustomField, FieldDraft("习惯", is_personal=True, purpose="拜访"), actor=actor)
    change_fields(make_customer("甲", by=actor), {field.key: "喝茶"}, actor=actor)
    CustomValue.objects.update(token=None)
    assert names(actor, '习惯="喝茶"') == []
    complete_tokens()
    assert names(actor, '习惯="喝茶"') == ["甲"]
