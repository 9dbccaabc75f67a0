"""Addresses that are no pages, opened in a browser as if they were."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from kedang.config.urls import urlpatterns as house
from kedang.people.models import Person

VISIT = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def part(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h2>授权 <b>记录</b></h2><p>一行</p>")


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<tr><td>一行</td></tr>")


def strict(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>原文</p>", headers={"Content-Security-Policy": "sandbox"})


@require_POST
def deed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [
    path("things/", part),
    path("things/rows/", rows),
    path("things/strict/", strict),
    path("things/7/remove/", deed),
    *house,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def page(sales_a: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(sales_a)


def test_a_part_stands_in_the_frame_under_its_own_heading(page: Client) -> None:
    shown = page.get("/things/", headers=VISIT).content.decode()
    assert "<title>授权 记录 ·" in shown
    assert '<section class="card lone-part"><h2>授权 <b>记录</b></h2>' in shown
    assert "<table" in page.get("/things/rows/", headers=VISIT).content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"hx-request": "true", **VISIT},
        {"accept": "text/html"},
        {**VISIT, "sec-fetch-dest": "iframe"},
    ],
)
def test_what_scripts_and_frames_ask_for_stays_a_part(page: Client, headers: dict[str, str]) -> None:
    assert page.get("/things/", headers=headers).content.startswith(b"<h2>")


def test_what_has_a_policy_of_its_own_is_left_alone(page: Client) -> None:
    assert page.get("/things/strict/", headers=VISIT).content == "<p>原文</p>".encode()


def test_an_address_that_takes_forms_leads_to_the_page_above(page: Client) -> None:
    answer = page.get("/things/7/remove/", headers=VISIT)
    assert answer.status_code == 405
    assert 'href="/things/"' in answer.content.decode()
    assert page.get("/things/7/remove/").content == b""
