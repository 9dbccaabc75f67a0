from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from kedang.people.models import Person
from kedang.ui.views.gallery import COMPANIES

ClientOf = Callable[[Person], Client]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_drawn_for_those_who_build(
    sales_a: Person, client_of: ClientOf, settings: Settings, language: str
) -> None:
    settings.DEBUG = True
    sales_a.language = language
    sales_a.save()
    response = client_of(sales_a).get("/-/gallery/")
    assert response.status_code == 200
    page = response.content.decode()
    assert COMPANIES[2] in page
    assert "<c-" not in page
    assert "{{" not in page


def test_the_gallery_does_not_exist_in_an_office(sales_a: Person, client_of: ClientOf) -> None:
    assert client_of(sales_a).get("/-/gallery/").status_code == 404
    assert client_of(sales_a).get("/-/gallery/choices/").status_code == 404


@pytest.mark.usefixtures("organisation")
def test_a_missing_page_says_how_to_go_on(sales_a: Person, client_of: ClientOf) -> None:
    response = client_of(sales_a).get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert "回到工作台" in response.content.decode()
