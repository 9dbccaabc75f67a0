"""Segments: saved, shared, a field of the language, members over time, figures; each within one's rights."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.actions.change import change_fields
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.people.models import Department, Person
from kedang.search import find
from kedang.segments import pages
from kedang.segments.actions.segments import (
    change_segment,
    retire_segment,
    save_segment,
    share_segment,
)
from kedang.segments.figures import count_figures
from kedang.segments.models import Membership, Segment, Tally
from kedang.segments.tasks import count_segment, refresh_segment


def make_segment(by: Person, name: str = "高价值", query: str = "等级:A") -> Segment:
    return save_segment(Segment, name, query, actor=as_actor(by))


def grade(customer: Customer, value: str, by: Person) -> None:
    change_fields(customer, {"grade": value}, actor=as_actor(by))


def found(query: str, by: Person) -> set[str]:
    return {one.name for one in find(Customer.objects.all(), query, as_actor(by)).items}


def test_a_segment_is_a_field_of_the_query_language(archivist: Person) -> None:
    make_customer("华信科技", by=archivist, grade="A", industry="J")
    make_customer("恒达贸易", by=archivist, grade="A")
    make_customer("瑞丰制造", by=archivist, grade="B")
    make_segment(archivist)
    assert found("客群:高价值", archivist) == {"华信科技", "恒达贸易"}
    assert found("客群:高价值 行业:金融", archivist) == {"华信科技"}
    assert found("-客群:高价值", archivist) == {"瑞丰制造"}
    make_segment(archivist, "名字有信的", "华信 或 恒达")
    assert found("客群:名字有信的 -恒达", archivist) == {"华信科技"}


def test_segments_that_lead_back_to_themselves_are_refused(archivist: Person) -> None:
    first = make_segment(archivist, "一")
    make_segment(archivist, "二", "客群:一")
    with pytest.raises(Invalid, match="绕回"):
        change_segment(first, query="客群:二", actor=as_actor(archivist))
    first.refresh_from_db()
    assert first.query == "等级:A"


def test_an_unknown_or_unshared_segment_is_not_found_by_name(archivist: Person, head: Person) -> None:
    make_segment(head)
    with pytest.raises(Invalid, match="没有叫"):
        found("客群:高价值", archivist)


def test_members_who_join_and_leave_are_kept(archivist: Person) -> None:
    first = make_customer("华信科技", by=archivist, grade="A")
    second = make_customer("恒达贸易", by=archivist, grade="B")
    segment = make_segment(archivist)
    run_pending()
    assert list(Membership.objects.values_list("customer_id", "is_first")) == [(first.pk, True)]
    grade(second, "A", archivist)
    grade(first, "C", archivist)
    refresh_segment(segment.pk)
    refresh_segment(segment.pk)
    came = pages.movement_of(segment, as_actor(archivist), has_left=False)
    went = pages.movement_of(segment, as_actor(archivist), has_left=True)
    assert [row.customer for row in came.rows] == [second]
    assert [row.customer for row in went.rows] == [first]
    trend = pages.trend_of(segment, as_actor(archivist))
    assert (trend.joined, trend.left) == (1, 1)


def test_count_members_and_moves_are_the_readers_own(head: Person, sales_a: Person, sales_b: Person) -> None:
    mine = make_customer("华信科技", by=sales_a, grade="A")
    make_customer("恒达贸易", by=head, grade="A")
    segment = make_segment(head)
    share_segment(segment, "all", actor=as_actor(head))
    run_pending()
    count_segment(segment.pk, sales_a.pk)
    count_segment(segment.pk, sales_b.pk)
    counts = dict(Tally.objects.values_list("person_id", "count"))
    assert counts == {head.pk: 2, sales_a.pk: 1, sales_b.pk: 0}
    assert found("客群:高价值", sales_a) == {mine.name}
    assert pages.head_of(segment, as_actor(sales_b)).count_label == "0"
    seen = Membership.objects.visible_to(as_actor(sales_a)).values_list("customer_id", flat=True)
    assert list(seen) == [mine.pk]


def test_a_segment_is_shared_with_departments_and_those_below(
    head: Person, sales_a: Person, sales_b: Person, east: Department
) -> None:
    segment = make_segment(head)
    assert not Segment.objects.visible_to(as_actor(sales_a)).exists()
    share_segment(segment, "department", [east], actor=as_actor(head))
    assert Segment.objects.visible_to(as_actor(sales_a)).get() == segment
    assert not Segment.objects.visible_to(as_actor(sales_b)).exists()


def test_only_its_owner_changes_a_segment_and_sharing_is_a_right(head: Person, sales_a: Person) -> None:
    mine = make_segment(sales_a)
    with pytest.raises(Refused):
        share_segment(mine, "all", actor=as_actor(sales_a))
    with pytest.raises(NotFound):
        change_segment(mine, name="别的", actor=as_actor(head))
    with pytest.raises(Conflict):
        make_segment(sales_a)
    retire_segment(mine, actor=as_actor(sales_a))
    assert not Segment.objects.visible_to(as_actor(sales_a)).exists()
    make_segment(sales_a)


def test_whoever_sees_no_customers_saves_no_segment(outsider: Person) -> None:
    with pytest.raises(Refused):
        make_segment(outsider)


@pytest.mark.parametrize("query", ["", "等级:没有", "没有这个字段:1"])
def test_a_query_that_makes_no_sense_is_not_saved(archivist: Person, query: str) -> None:
    with pytest.raises(Invalid):
        make_segment(archivist, query=query)


def test_statistics_lead_to_the_rows_behind_them(archivist: Person) -> None:
    make_customer("华信科技", by=archivist, grade="A", industry="J", region="310000")
    make_customer("恒达贸易", by=archivist, grade="A", region="310115")
    segment = make_segment(archivist)
    live = pages.statistics_of(segment, as_actor(archivist))
    run_pending()
    exact = pages.statistics_of(segment, as_actor(archivist))
    assert exact.counted_at
    assert not live.counted_at
    assert exact.charts == live.charts
    charts = {chart.title: chart for chart in exact.charts}
    shown = {bar.label: bar for bar in charts["地区"].bars}
    assert shown["上海市"].count == 2
    for chart in exact.charts:
        for bar in chart.bars:
            assert len(found(bar.query, archivist)) == bar.count, bar


def test_counting_takes_as_many_statements_for_ten_as_for_one(
    archivist: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        make_customer(f"华信{number}", by=archivist, grade="A")
    ids = list(Customer.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        count_figures(ids[:1])
    with django_assert_num_queries(2):
        total, _figures = count_figures(ids)
    assert total == 3
