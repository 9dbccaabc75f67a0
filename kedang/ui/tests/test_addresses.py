import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("pk", [0, 7, 900_000_000_000_001, "7"])
def test_an_address_is_the_one_django_writes(pk: object) -> None:
    assert draw("{% url 'customer' pk %}", pk=pk) == reverse("customer", args=[pk])


def test_an_address_may_be_kept_for_later_or_hold_words() -> None:
    assert draw("{% url 'customer' 7 as src %}[{{ src }}]") == f"[{reverse('customer', args=[7])}]"
    assert draw("{% url 'customer_fact' 7 'name' %}") == reverse("customer_fact", args=[7, "name"])
    assert draw("{% url 'customers' %}") == reverse("customers")


@pytest.mark.parametrize(
    "source", ["{% url 'customer' %}", "{% url 'nowhere' 7 %}", "{% url 'customer' -1 %}"]
)
def test_what_has_no_address_stays_an_error(source: str) -> None:
    with pytest.raises(NoReverseMatch):
        draw(source)
