from datetime import timedelta

import pytest

from kedang.access.runs import start_run, undo_run
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, Invalid
from kedang.customers import bulk
from kedang.customers.actions.change import change_fields
from kedang.customers.actions.projects import add_project
from kedang.customers.actions.tags import (
    change_tag,
    create_tag,
    retire_tag,
    set_tags,
    tag_customer,
    untag_customer,
)
from kedang.customers.actions.trash import restore_customer, trash_customer
from kedang.customers.changing import NothingChanged
from kedang.customers.models import Customer, CustomerTag, Tag
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person


def test_a_trashed_customer_is_nowhere_and_comes_back_within_thirty_days(head: Person) -> None:
    actor = as_actor(head)
    customer = make_customer(by=head)
    trash_customer(customer, actor=actor)
    assert not Customer.objects.visible_to(actor).exists()
    with frozen(now() + timedelta(days=31)), pytest.raises(Conflict, match="超过 30 天"):
        restore_customer(customer, actor=actor)
    restore_customer(customer, actor=actor)
    assert Customer.objects.visible_to(actor).exists()


def test_a_trashed_customers_number_is_not_given_again(head: Person) -> None:
    customer = make_customer(by=head)
    trash_customer(customer, actor=as_actor(head))
    assert make_customer("别家", by=head).number != customer.number


def test_tags_are_put_on_and_taken_off(archivist: Person) -> None:
    actor = as_actor(archivist)
    customer = make_customer(by=archivist)
    vip, other = (create_tag(Tag, name, actor=actor) for name in ("VIP客户", "展会"))
    tag_customer(customer, [vip, other], actor=actor)
    untag_customer(customer, [other], actor=actor)
    assert list(customer.tags.all()) == [vip]
    with pytest.raises(NothingChanged):
        set_tags(customer, [vip], actor=actor)


def test_one_name_is_one_tag_and_can_be_written_in_a_query(archivist: Person) -> None:
    actor = as_actor(archivist)
    tag = create_tag(Tag, "VIP客户", colour="purple", actor=actor)
    with pytest.raises(Conflict, match="已有标签“VIP客户”"):
        create_tag(Tag, "ｖｉｐ客户", actor=actor)
    with pytest.raises(Invalid, match="不能有"):
        create_tag(Tag, "a:b", actor=actor)
    child = create_tag(Tag, "大客户", parent=tag, actor=actor)
    with pytest.raises(Invalid, match="自己的下级"):
        change_tag(tag, "VIP客户", colour="red", parent=child, actor=actor)
    retire_tag(child, actor=actor)
    assert Tag.objects.get(pk=child.pk).retired_at


def test_bulk_tagging_has_an_event_per_customer_and_can_be_undone_where_nothing_changed_since(
    archivist: Person,
) -> None:
    actor = as_actor(archivist)
    vip, other = (create_tag(Tag, name, actor=actor) for name in ("VIP客户", "展会"))
    customers = [make_customer(f"客户{place}", by=archivist) for place in range(3)]
    tag_customer(customers[0], [other], actor=actor)
    run = start_run(bulk.tag_run, Customer.objects.all(), {"add": [vip.pk]}, actor=actor, title="打标签")
    run_pending()
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 3)
    assert Event.objects.filter(run_id=run.pk, kind="customers.tagged").count() == 3
    untag_customer(customers[2], [vip], actor=actor)
    undo_run(run, actor=actor)
    run_pending()
    assert list(CustomerTag.objects.values_list("customer", "tag")) == [(customers[0].pk, other.pk)]


def test_bulk_stage_skips_those_who_are_there_already(archivist: Person) -> None:
    actor = as_actor(archivist)
    make_customer("甲", by=archivist, stage="现有客户")
    moved = make_customer("乙", by=archivist)
    run = start_run(bulk.stage_run, Customer.objects.all(), {"stage": "current"}, actor=actor, title="阶段")
    run_pending()
    run.refresh_from_db()
    assert (run.done, run.failed) == (1, 1)
    moved.refresh_from_db()
    assert moved.stage == "current"


def test_bulk_trash_can_be_undone(head: Person) -> None:
    actor = as_actor(head)
    make_customer(by=head)
    run = start_run(bulk.trash_run, Customer.objects.all(), {}, actor=actor, title="删除")
    run_pending()
    assert not Customer.objects.visible_to(actor).exists()
    run.refresh_from_db()
    undo_run(run, actor=actor)
    run_pending()
    assert Customer.objects.visible_to(actor).exists()


def test_a_project_is_named_once_per_customer(archivist: Person) -> None:
    actor = as_actor(archivist)
    customer = make_customer(by=archivist)
    add_project(customer, "营销项目", actor=actor)
    with pytest.raises(Conflict, match="已有项目"):
        add_project(customer, "营销 项目", actor=actor)
    change_fields(customer, {"short_name": "甲"}, actor=actor)
    assert customer.projects.get().name == "营销项目"
