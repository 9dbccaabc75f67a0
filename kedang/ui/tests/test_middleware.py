import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from kedang.core.errors import Conflict, DomainError, Invalid, StepUpNeeded
from kedang.people.models import Person
from kedang.ui.middleware import DomainErrors, language_of
from kedang.ui.toast import toast, trigger

ClientOf = Callable[[Person], Client]


def make_request(method: str = "get", **headers: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/x/", headers=headers)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as MessageMiddleware does
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # as HtmxMiddleware does
    return request


def answer(error: DomainError, request: HttpRequest) -> HttpResponse:
    response = DomainErrors(lambda _request: HttpResponse()).process_exception(request, error)
    assert response is not None
    return response


def events_of(response: HttpResponse) -> dict[str, Any]:
    events: dict[str, Any] = json.loads(response.headers["HX-Trigger"])
    return events


@pytest.mark.usefixtures("organisation")
def test_the_browser_may_load_nothing_foreign_and_nobody_may_frame_us(client: Client) -> None:
    response = client.get("/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_chinese_is_spoken_unless_the_person_or_the_browser_wants_english(sales_a: Person) -> None:
    request = make_request()
    assert language_of(request) == "zh-hans"
    assert language_of(make_request(accept_language="en-GB,en;q=0.9")) == "en"
    sales_a.language = "zh-hans"
    asked = make_request(accept_language="en")
    asked.user = sales_a
    assert language_of(asked) == "zh-hans"


def test_the_language_switch_is_remembered_with_the_person(sales_a: Person, client_of: ClientOf) -> None:
    client = client_of(sales_a)
    response = client.post("/-/language/", {"language": "en", "next": "/-/tray/"})
    assert response.headers["Location"] == "/-/tray/"
    sales_a.refresh_from_db()
    assert sales_a.language == "en"
    assert client.get("/-/tray/").headers["Content-Language"] == "en"


def test_the_language_switch_does_not_lead_to_another_site(client: Client, db: None) -> None:
    response = client.post("/-/language/", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"
    assert response.cookies["django_language"].value == "en"


def test_an_error_is_told_as_json_to_whom_asked_for_json() -> None:
    error = Invalid("手机号应为 11 位", field="mobile", row=3, value="138", remedy="请补全。")
    response = answer(error, make_request(accept="application/json"))
    assert response.status_code == 400
    assert json.loads(response.content)["error"] == {
        "message": "手机号应为 11 位",
        "field": "mobile",
        "row": 3,
        "value": "138",
        "remedy": "请补全。",
    }


def test_an_error_of_a_part_swaps_nothing_and_names_the_field() -> None:
    response = answer(Conflict("已被他人修改", field="name"), make_request(hx_request="true"))
    assert response.status_code == 409
    assert response.headers["HX-Reswap"] == "none"
    assert events_of(response)["kd:error"]["field"] == "name"


def test_a_missing_reason_is_asked_for_instead_of_refused() -> None:
    response = answer(StepUpNeeded("请写明原因", field="reason"), make_request(hx_request="true"))
    assert events_of(response)["kd:step-up"]["field"] == "reason"


def test_another_exception_is_left_alone() -> None:
    middleware = DomainErrors(lambda _request: HttpResponse())
    assert middleware.process_exception(make_request(), ValueError()) is None


def test_a_toast_reaches_htmx_at_once_and_keeps_other_events() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        toast(request, "已移入回收站 3 份文件", undo_url="/undo/1/")
        response = HttpResponse()
        trigger(response, "kd:close", True)
        return response

    events = events_of(DomainErrors(view)(make_request("post", hx_request="true")))
    assert events["kd:close"] is True
    assert events["kd:toasts"]["toasts"] == [
        {"text": "已移入回收站 3 份文件", "kind": "ok", "undo": "/undo/1/"}
    ]


def test_a_toast_waits_for_the_page_htmx_goes_to() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        toast(request, "已保存")
        return HttpResponse(headers={"HX-Redirect": "/customers/1/"})

    assert "HX-Trigger" not in DomainErrors(view)(make_request("post", hx_request="true")).headers
