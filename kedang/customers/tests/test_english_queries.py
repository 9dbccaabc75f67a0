"""A query is understood in Chinese and in English, whatever language it was kept in."""

import pytest
from django.utils import translation

from kedang.core.actor import Actor, as_actor
from kedang.customers.actions.tags import create_tag, tag_customer
from kedang.customers.facets import facets_of
from kedang.customers.models import Customer, Tag
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person
from kedang.search import compile, suggest


@pytest.fixture
def actor(archivist: Person) -> Actor:
    return as_actor(archivist)


@pytest.fixture
def customer(archivist: Person, actor: Actor) -> Customer:
    made = make_customer("ABC公司", by=archivist, industry="金融", region="浙江杭州", stage="prospect")
    tag_customer(made, [create_tag(Tag, "VIP客户", actor=actor)], actor=actor)
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "标签:VIP客户",
        'tag:"VIP customer"',
        "行业:金融",
        "industry:Finance",
        "地区:浙江",
        "region:Zhejiang",
        "阶段:潜在客户",
        "stage:Prospect",
    ],
)
def test_both_languages_find_it(query: str, language: str, customer: Customer, actor: Actor) -> None:
    with translation.override(language):
        assert list(compile(query, Customer, actor)) == [customer]


@pytest.mark.parametrize(
    "words",
    ["杭州", "浙江省杭州市", "Hangzhou", "zhejiang", "金融", "Finance", "hangzhou finance", "abc zhejiang"],
)
def test_free_words_name_region_and_industry_in_both_languages(
    words: str, customer: Customer, archivist: Person, actor: Actor
) -> None:
    make_customer("南京别家公司", by=archivist, industry="制造", region="江苏南京")
    assert list(compile(words, Customer, actor)) == [customer]


def test_suggestions_are_in_the_readers_language(customer: Customer, actor: Actor) -> None:
    def said(typed: str) -> list[str]:
        return [one.text for one in suggest(typed, "customer", actor).items]

    assert "标签:" in said("标")
    assert "VIP客户" in said("标签:V")
    with translation.override("en"):
        assert "tag:" in said("ta")
        assert '"VIP customer"' in said("tag:v")
        assert "Finance" in said("industry:fin")
        assert "Zhejiang" in said("region:zhe")
        assert "empty" in said("tag:em")


def test_a_facet_knows_its_condition_in_the_other_language(customer: Customer, actor: Actor) -> None:
    with translation.override("en"):
        facets = {facet.label: facet for facet in facets_of("标签:VIP客户", actor)}
        (tag,) = facets["Tags"].values
        assert (tag.label, tag.is_on, tag.query) == ("VIP customer", True, "")
        (stage,) = facets["Stage"].values
        assert stage.query == "标签:VIP客户 stage:Prospect"
