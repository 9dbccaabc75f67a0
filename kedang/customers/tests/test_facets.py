from __future__ import annotations

import pytest

from kedang.core.actor import as_actor
from kedang.customers.facets import facets_of
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person
from kedang.search import overview


def counts(person: Person, query: str = "") -> dict[str, dict[str, str]]:
    found = facets_of(query, as_actor(person))
    return {facet.label: {value.label: value.count_label for value in facet.values} for facet in found}


@pytest.fixture(autouse=True)
def _customers(sales_a: Person, sales_b: Person) -> None:
    make_customer("ABC公司", by=sales_a, contacts={"mobile": "13800138000"}, stage="current", industry="J66")
    make_customer("远景公司", by=sales_a, stage="prospect", industry="J")
    make_customer("乐山公司", by=sales_b, contacts={"email": "a@leshan.example"}, stage="current")


def test_everybody_counts_within_their_rights(sales_a: Person, manager: Person, outsider: Person) -> None:
    assert counts(manager)["阶段"] == {"潜在客户": "1", "现有客户": "2"}
    assert counts(sales_a)["阶段"] == {"潜在客户": "1", "现有客户": "1"}
    assert counts(outsider) == {}


def test_industries_are_counted_by_section_and_gaps_by_what_is_missing(sales_a: Person) -> None:
    found = counts(sales_a)
    assert found["行业"] == {"金融": "2"}
    assert found["缺少"] == {"电话": "1", "邮箱": "2", "标签": "2"}


def test_a_filter_joins_the_query_and_leaves_it_again(sales_a: Person) -> None:
    def stage(query: str) -> overview.FacetValue:
        facet = next(one for one in facets_of(query, as_actor(sales_a)) if one.label == "阶段")
        return next(value for value in facet.values if value.label == "现有客户")

    chosen = stage("行业:金融")
    assert (chosen.query, chosen.is_on) == ("行业:金融 阶段:现有客户", False)
    assert (stage(chosen.query).query, stage(chosen.query).is_on) == ("行业:金融", True)


def test_what_a_filter_promises_is_what_it_finds(sales_a: Person) -> None:
    from kedang.customers.listing import list_customers

    for facet in facets_of("", as_actor(sales_a)):
        for value in facet.values:
            assert list_customers(as_actor(sales_a), query=value.query).count == value.count, value


def test_counts_end_with_a_plus_where_not_all_are_counted(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "FACETED", 2)
    assert counts(manager)["状态"] == {"合作中": "2+"}


def test_a_query_that_makes_no_sense_has_no_filters(manager: Person) -> None:
    assert counts(manager, "没有这个字段:1") == {}
