"""The list's filters are counted inside the reader's rights; saved views stand as tabs."""

from collections.abc import Callable

from django.test import Client

from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.tests.makers import make_document
from kedang.filing.models import DocumentType
from kedang.people.models import Person
from kedang.search.models import SavedView

SignIn = Callable[[Person], Client]


def counted(client: Client, **asked: str) -> dict[str, dict[str, int]]:
    facets = client.get("/documents/facets/", asked).context["facets"]
    return {facet.label: {value.label: value.count for value in facet.values} for facet in facets}


def test_types_tags_and_customers_are_counted_within_rights(
    abc: Customer, contract: DocumentType, sales_a: Person, sales_b: Person, client_of: SignIn
) -> None:
    make_document(abc, by=sales_a, type=contract)
    make_document(abc, by=sales_a, content=b"other")
    make_document(make_customer("他人公司", by=sales_b), by=sales_b, type=contract, content=b"hidden")
    found = counted(client_of(sales_a))
    assert found["类型"] == {"合同": 1}
    assert found["客户"] == {"ABC公司": 2}
    assert found["识读"] == {"正在读取": 2}


def test_the_counts_follow_the_query_and_a_chosen_value_is_taken_out_again(
    abc: Customer, contract: DocumentType, sales_a: Person, client_of: SignIn
) -> None:
    make_document(abc, by=sales_a, type=contract)
    make_document(abc, by=sales_a, content=b"other")
    client = client_of(sales_a)
    page = client.get("/documents/facets/", {"q": "类型:合同"})
    (types,) = [facet for facet in page.context["facets"] if facet.label == "类型"]
    (value,) = [value for value in types.values if value.is_on]
    assert (value.label, value.query) == ("合同", "")
    assert counted(client, q="类型:合同")["客户"] == {"ABC公司": 1}


def test_a_query_without_sense_has_no_filters(sales_a: Person, client_of: SignIn) -> None:
    assert counted(client_of(sales_a), q="没有这个字段:1") == {}


def test_saved_views_are_tabs(sales_a: Person, sales_b: Person, client_of: SignIn) -> None:
    SavedView.objects.create(owner=sales_a, kind="document", name="合同们", query="类型:合同")
    page = client_of(sales_a).get("/documents/", {"q": "类型:合同"})
    assert [(name, here) for name, _address, here in page.context["saved"]] == [("合同们", True)]
    assert client_of(sales_b).get("/documents/").context["saved"] == []


def test_a_query_may_be_saved_as_a_view(sales_a: Person, client_of: SignIn) -> None:
    page = client_of(sales_a).get("/documents/", {"q": "合同"})
    assert "kind=document" in page.context["save_url"]
    assert client_of(sales_a).get(page.context["save_url"], HTTP_HX_REQUEST="true").status_code == 200
